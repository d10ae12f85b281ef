package import ArgumentParser
import UnixSignals

/// The `scenarios` program.
package struct ScenariosCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "scenarios",
        abstract: "Plays scenario files against the real server process.",
        discussion: """
            Exit status: 0 all passed, 1 a scenario failed, 2 indeterminate, 3 invalid scenario or \
            option, 4 harness or environment error, 5 a wrong server survived.
            """,
        subcommands: [
            RunCommand.self, ListCommand.self, ExplainCommand.self, LintCommand.self,
            DoctorCommand.self, CoverageCommand.self, CanaryCommand.self, RecheckCommand.self,
            RecordCommand.self, ShellCommand.self, SchemaCommand.self, NewCommand.self,
            FormatCommand.self,
        ],
        defaultSubcommand: RunCommand.self)

    package init() {}

    /// Parses the arguments of the process and runs; the one statement of the program. `root`: this
    /// command, or one with further subcommands.
    package static func start(as root: (some AsyncParsableCommand).Type) async -> Never {
        do {
            let arguments = RunCommand.completed(Array(CommandLine.arguments.dropFirst()))
            var command = try root.parseAsRoot(arguments)
            if let run = command as? RunCommand {
                try await untilInterrupted { try await run.run() }
            } else if let shell = command as? ShellCommand {
                try await untilInterrupted { try await shell.run() }
            } else if let record = command as? RecordCommand {
                try await untilInterrupted { try await record.run() }
            } else if var other = command as? any AsyncParsableCommand {
                try await other.run()
            } else {
                try command.run()
            }
            exit()
        } catch let code as ExitCode {
            exit(withError: code)
        } catch {
            // Help and version are asked for with an error of status 0.
            let status = root.exitCode(for: error)
            let text = root.fullMessage(for: error)
            guard status != .success else { root.exit(withError: error) }
            Terminal.complain(text)
            exit(withError: ExitCode(3))
        }
    }

    /// Runs a command; an interrupt ends it with status 4, and with it every server it started.
    private static func untilInterrupted(
        _ command: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await command()
            }
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) {
                    Terminal.complain("interrupted")
                    throw ExitCode(4)
                }
            }
            defer { group.cancelAll() }
            _ = try await group.next()
        }
    }
}

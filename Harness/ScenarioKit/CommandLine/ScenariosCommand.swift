package import ArgumentParser

/// The `scenarios` program.
package struct ScenariosCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "scenarios",
        abstract: "Plays scenario files against the real server process.",
        discussion: """
            Exit status: 0 all passed, 1 a scenario failed, 2 indeterminate, 3 invalid scenario or \
            option, 4 harness or environment error.
            """,
        subcommands: [RunCommand.self, ListCommand.self, ExplainCommand.self, LintCommand.self],
        defaultSubcommand: RunCommand.self)

    package init() {}

    /// Parses the arguments of the process and runs; the one statement of the program.
    package static func start() async -> Never {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            exit()
        } catch let code as ExitCode {
            exit(withError: code)
        } catch {
            // Help and version are asked for with an error of status 0.
            let status = exitCode(for: error)
            let text = fullMessage(for: error)
            guard status != .success else { exit(withError: error) }
            Terminal.complain(text)
            exit(withError: ExitCode(3))
        }
    }
}

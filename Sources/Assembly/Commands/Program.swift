import ArgumentParser
import Foundation
import JSONModel
import Logging
import Reconcile
package import Reload

/// The whole program behind both mains: parse, then run one command.
package struct Program: Sendable {
    private let effects: Effects
    private let clusterEffects: ClusterEffects
    let environment: [String: String]

    package init(
        effects: Effects = Effects(), clusterEffects: ClusterEffects = ClusterEffects(),
        environment: [String: String]
    ) {
        self.effects = effects
        self.clusterEffects = clusterEffects
        self.environment = environment
    }

    /// Runs the command that `arguments` (without the program's name) ask for; returns its code.
    package func run(_ arguments: [String]) async -> Int32 {
        let command: any ParsableCommand
        do {
            command = try LivetreeCommand.parseAsRoot(arguments)
        } catch {
            return Self.usage(error)
        }
        do {
            switch command {
            case let serve as ServeCommand: try await self.serve(serve)
            case let status as StatusCommand: return try await self.status(status).rawValue
            case let reconcile as ReconcileCommand:
                return try await self.reconcile(reconcile).rawValue
            case let verify as VerifyCommand: return try await self.verify(verify).rawValue
            case let check as CheckConfigCommand: try checkConfig(check)
            case is VerifyWebhooksCommand: return verifyWebhooks().rawValue
            case let list as ListJobsCommand: try await listJobs(list)
            case let run as RunJobCommand: try await runJob(run)
            case let demo as DemoCommand:
                try await Demo(environment: environment, effects: effects, checks: demo.check).run()
            default: return Self.help(command)
            }
            return ExitCode.good.rawValue
        } catch let reason as StopReason {
            Self.complain(reason.message)
            return reason.code.rawValue
        } catch {
            Self.complain("\(error)")
            return ExitCode.internalError.rawValue
        }
    }

    private func serve(_ command: ServeCommand) async throws {
        let settings = try Settings(environment: environment, configFile: command.config)
        let configuration = try Configuration(settings)
        let server = ServerAssembly(
            configuration, environment: environment, effects: try effects(command.control),
            clusterEffects: clusterEffects, logger: Self.logger())
        do {
            try await server.run(host: command.host, port: command.port)
        } catch let error as StopReason {
            throw error
        } catch {
            throw StopReason(
                .inputOutput,
                "cannot serve on \(command.host) port \(command.port): \(error)")
        }
    }

    private func reconcile(_ command: ReconcileCommand) async throws -> ExitCode {
        let settings = try Settings(environment: environment, configFile: command.config)
        let run = ReconcileRun(
            configuration: try Configuration(settings), environment: environment,
            effects: try effects(command.control), adoption: command.adopt, logger: Self.logger())
        let ending = try await run.run()
        FileHandle.standardOutput.write(Data(ending.report.bytes + [UInt8(ascii: "\n")]))
        return ending.code
    }

    private func verify(_ command: VerifyCommand) async throws -> ExitCode {
        let report = try await Verification(repository: command.repo, branch: command.branch).run()
        FileHandle.standardOutput.write(Data(report.text.utf8))
        return report.problemCount == 0 ? .good : .checkFailed
    }

    /// This program's effects, under the harness's hand where it asks for that.
    private func effects(_ option: ControlOption) throws -> Effects {
        guard let socket = option.harness else { return effects }
        let control = try ControlConnection(socket: socket)
        var controlled = effects
        let (own, hand) = (effects.hooks, control.hooks)
        controlled.hooks.now = hand.now
        controlled.hooks.point = { point in
            await own.point(point)
            await hand.point(point)
        }
        controlled.hooks.fail = { own.fail($0) ?? hand.fail($0) }
        controlled.clock = control.clock
        return controlled
    }

    /// JSON when nobody watches.
    static func logger(level: Logger.Level = .info) -> Logger {
        var logger = Logger(label: "livetree") { label -> any LogHandler in
            if LogLine.isWatched { TextLogHandler() } else { JSONLogHandler(label: label) }
        }
        logger.logLevel = level
        return logger
    }

    /// The help that was asked for: by `--help`, by `help`, or by a command that only has others.
    private static func help(_ command: any ParsableCommand) -> Int32 {
        var command = command
        do {
            try command.run()
            return ExitCode.good.rawValue
        } catch {
            return usage(error)
        }
    }

    private static func usage(_ error: any Error) -> Int32 {
        let text = LivetreeCommand.fullMessage(for: error) + "\n"
        let isRequest = LivetreeCommand.exitCode(for: error).isSuccess
        (isRequest ? FileHandle.standardOutput : .standardError).write(Data(text.utf8))
        return isRequest ? ExitCode.good.rawValue : ExitCode.usage.rawValue
    }

    private static func complain(_ message: String) {
        LogLine.write(Array("livetree: \(message)\n".utf8))
    }
}

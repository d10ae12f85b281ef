import Foundation
import Glibc
import Subprocess
import Synchronization
import SystemPackage

/// One run of the real server executable, in its own session, its log going straight to a file.
///
/// The log is a file and no pipe, so that a grandchild that keeps it open holds nobody up and a
/// killed server loses no line.
package final class ServerProcess: Sendable {
    /// What is run.
    package struct Command: Sendable {
        package var executable: String
        package var arguments: [String]
        package var environment: [String: String]
        package var directory: String
        package var log: String

        package init(
            executable: String, arguments: [String], environment: [String: String],
            directory: String, log: String
        ) {
            self.executable = executable
            self.arguments = arguments
            self.environment = environment
            self.directory = directory
            self.log = log
        }
    }

    /// Process id; also its group and session.
    package let pid: Int32
    /// Its exit status, once it has ended.
    package let exit: Pending<Int>
    /// When it was started.
    package let startedAt: MonotonicTime
    /// The same by the calendar, as files are dated.
    let startedOn = Date()
    /// Its log.
    package let log: ServerLog

    private init(pid: Int32, exit: Pending<Int>, log: ServerLog, startedAt: MonotonicTime) {
        self.pid = pid
        self.exit = exit
        self.log = log
        self.startedAt = startedAt
    }

    /// Starts the server as a job of `scope`; it is killed with its group when the scope ends.
    package static func start(_ command: Command, in scope: JobScope) async throws -> ServerProcess
    {
        let startedAt = MonotonicTime.now
        let log = ServerLog(path: command.log)
        let pid = Pending<Result<Int32, HarnessError>>()
        let exit = scope.begin { await run(command, announcing: pid) }
        switch await pid.value() {
        case .success(let pid):
            return ServerProcess(pid: pid, exit: exit, log: log, startedAt: startedAt)
        case .failure(let error): throw error
        }
    }

    /// True until its exit status is known.
    package var isAlive: Bool { exit.current == nil }

    /// Sends a signal to it, or to its whole group.
    package func signal(_ number: Int32, group: Bool) {
        guard isAlive || group else { return }
        Glibc.kill(group ? -pid : pid, number)
    }

    /// Clock ticks it and its finished children have used.
    package var ticks: UInt64 { ProcessTable.entry(pid)?.ticks ?? 0 }

    private static func run(
        _ command: Command, announcing pid: Pending<Result<Int32, HarnessError>>
    ) async -> Int {
        do {
            let file = try FileDescriptor.open(
                FilePath(command.log), .writeOnly, options: [.create, .append],
                permissions: .ownerReadWrite)
            var keys: [Environment.Key: String] = [:]
            for (key, value) in command.environment {
                if let key = Environment.Key(rawValue: key) { keys[key] = value }
            }
            var options = PlatformOptions()
            options.createSession = true
            options.teardownSequence = []
            let finished = try await Subprocess.run(
                .path(FilePath(command.executable)), arguments: Arguments(command.arguments),
                environment: .custom(keys), workingDirectory: FilePath(command.directory),
                platformOptions: options, input: .none, output: .discarded,
                error: .fileDescriptor(file, closeAfterSpawningProcess: true)
            ) { execution in
                pid.resolve(.success(execution.processIdentifier.value))
            }
            return finished.terminationStatus.number
        } catch {
            pid.resolve(
                .failure(.environment("\(command.executable) cannot be started: \(error)")))
            return 127
        }
    }
}

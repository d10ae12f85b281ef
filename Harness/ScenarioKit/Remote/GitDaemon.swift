import Foundation
import Glibc

/// A `git daemon` of one world, on a port of its own: anybody may fetch and push.
package struct GitDaemon: Sendable {
    private let port: Int
    private let process: ServerProcess

    /// Starts one for the repositories below `root`, and waits until it listens.
    static func start(
        root: String, git: GitProgram, log: String, scope: JobScope
    ) async throws -> GitDaemon {
        for number in 0..<5 {
            let port = FreePort.find()
            let file = "\(log).\(number).log"
            let process = try await ServerProcess.start(
                .init(
                    executable: git.path,
                    arguments: [
                        "daemon", "--verbose", "--reuseaddr", "--listen=127.0.0.1",
                        "--port=\(port)", "--base-path=\(root)", "--export-all",
                        "--enable=receive-pack", root,
                    ],
                    environment: git.environment.filter { $0.key != "SCENARIO_PUSHER" },
                    directory: root, log: file), in: scope)
            let daemon = GitDaemon(port: port, process: process)
            if try await daemon.listens(file) { return daemon }
        }
        throw HarnessError.environment("git daemon does not start: see \(log).0.log")
    }

    private func listens(_ log: String) async throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(5)
        while process.isAlive, ContinuousClock.now < deadline {
            let said = FileManager.default.contents(atPath: log)
            if String(decoding: said ?? Data(), as: UTF8.self).contains("Ready to rumble") {
                return true
            }
            try await Task.sleep(for: Limits.poll)
        }
        stop()
        return false
    }

    /// The URL of a repository by its actor's name.
    func url(_ name: String) -> String { "git://127.0.0.1:\(port)/\(name).git" }

    /// Ends it and what it started.
    func stop() { process.signal(SIGKILL, group: true) }
}

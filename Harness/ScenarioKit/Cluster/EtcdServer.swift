import Foundation
import Glibc
import Synchronization

/// A real etcd of one member, with a folder and ports of its own, over all its starts.
package final class EtcdServer: Sendable {
    private static let program = "/usr/bin/etcd"
    private static let least = Requirements.GitVersion(
        operation: .atLeast, version: [3, 4, 0], text: ">= 3.4")

    /// Whether this machine has the program, in a version that the server can use.
    package static let isAvailable =
        FileManager.default.isExecutableFile(atPath: program)
        && GitVersion.of(program).satisfies(least)

    private struct State {
        var process: ServerProcess?
        var isStanding = false
    }

    /// Where it answers, in each of its lives.
    package let port = FreePort.reserve()
    private let peer = FreePort.reserve()
    private let name: String
    private let world: String
    private let scope: JobScope
    private let state = Mutex(State())

    /// Makes one that does not run yet, in the folder of a world.
    init(name: String, in world: String, scope: JobScope) {
        self.name = name
        self.world = world
        self.scope = scope
    }

    /// Whether it can be asked: it runs, and does not stand still.
    package var answers: Bool {
        state.withLock { $0.process?.isAlive == true && !$0.isStanding }
    }

    /// Starts it over the data of its last life, or without them; returns when it serves.
    func start(empty: Bool = false) async throws {
        guard state.withLock({ $0.process?.isAlive != true }) else {
            throw HarnessError.unsupported("\(name) is running already")
        }
        if empty { try FileManager.default.removeItem(atPath: "\(world)/etcd/\(name)") }
        let (here, other) = ("http://127.0.0.1:\(port)", "http://127.0.0.1:\(peer)")
        let process = try await ServerProcess.start(
            .init(
                executable: Self.program,
                arguments: [
                    "--name", name, "--data-dir", "\(world)/etcd/\(name)",
                    "--listen-client-urls", here, "--advertise-client-urls", here,
                    "--listen-peer-urls", other, "--initial-advertise-peer-urls", other,
                    "--initial-cluster", "\(name)=\(other)",
                    // Alone, it elects itself: there is nothing to wait a whole second for.
                    "--heartbeat-interval", "50", "--election-timeout", "500",
                ],
                environment: ["PATH": "/usr/bin:/bin", "HOME": "\(world)/home"],
                directory: world, log: "\(world)/\(name).log"), in: scope)
        state.withLock { $0 = State(process: process) }
        let serves = try await poll(for: Limits.start) {
            !process.isAlive
                || process.log.lines().contains {
                    $0.text.contains("ready to serve client requests")
                }
        }
        guard serves, process.isAlive else {
            throw HarnessError.environment("etcd does not start: see \(world)/\(name).log")
        }
    }

    /// Sends a signal, and waits for its end where that is what the signal is for.
    func signal(_ signal: KillVerb.Signal) async throws {
        guard let process = state.withLock({ $0.process }), process.isAlive else {
            throw HarnessError.unsupported("\(name) does not run")
        }
        process.signal(signal.number, group: false)
        switch signal {
        case .stop: return state.withLock { $0.isStanding = true }
        case .resume: return state.withLock { $0.isStanding = false }
        case .hangup: return
        case .kill, .terminate, .interrupt, .abort: break
        }
        guard try await poll(for: Limits.stop, { !process.isAlive }) else {
            throw HarnessError.environment("\(name) did not end on SIG\(signal.rawValue)")
        }
    }

    /// Ends it at once, at the end of the world.
    func end() {
        state.withLock { $0.process }?.signal(SIGKILL, group: true)
        FreePort.release([port, peer])
    }
}

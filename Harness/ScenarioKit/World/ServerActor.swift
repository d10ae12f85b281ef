import Synchronization

/// A server of the world over all its starts: one process at a time.
package final class ServerActor: Sendable {
    /// A time during which no answer may be expected.
    package struct Downtime: Sendable {
        package let from: MonotonicTime
        package var until: MonotonicTime?
    }

    private struct State {
        var process: ServerProcess?
        var logs: [ServerLog] = []
        var port = 0
        var downtimes = [Downtime(from: MonotonicTime(nanoseconds: 0), until: nil)]
    }

    /// The actor as declared.
    package let spec: ActorSpec
    /// Its git.
    package let shim: GitShim
    /// The hand on it; nil where the scenario needs none.
    package let control: ControlSocket?
    /// The secret of the internal endpoints, new in each case.
    package let secret: String
    /// Its log file, all starts in one.
    package let logPath: String
    /// Where the other nodes of its cluster know it to listen; nil where it is alone, and takes any.
    let knownPort: Int?
    /// Its ways to others that a fault of the scenario cuts.
    let links: [Fault.Link: NetworkLink]
    private let state = Mutex(State())

    init(
        spec: ActorSpec, shim: GitShim, control: ControlSocket?, secret: String, logPath: String,
        links: [Fault.Link: NetworkLink]
    ) {
        self.spec = spec
        self.shim = shim
        self.control = control
        self.secret = secret
        self.logPath = logPath
        self.links = links
        knownPort = spec.cluster == nil ? nil : FreePort.reserve()
    }

    /// The process of the last start.
    package var process: ServerProcess? { state.withLock { $0.process } }
    /// Where it listens; 0 while it does not.
    package var port: Int { state.withLock { $0.port } }
    /// When it was not supposed to answer.
    package var downtimes: [Downtime] { state.withLock { $0.downtimes } }
    /// Whether it is supposed to answer now.
    package var answers: Bool { state.withLock { $0.downtimes.last?.until != nil } }
    /// The address of a path.
    package func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    /// Every log line of every start.
    package func logLines() -> [ServerLogLine] {
        state.withLock { $0.logs }.flatMap { $0.lines() }
    }

    func began(_ process: ServerProcess) {
        state.withLock { state in
            state.process = process
            state.logs.append(process.log)
        }
    }

    func listens(on port: Int) { state.withLock { $0.port = port } }

    /// From now on it must answer reads.
    func isUp() {
        state.withLock { state in
            if let last = state.downtimes.indices.last, state.downtimes[last].until == nil {
                state.downtimes[last].until = .now
            }
        }
    }

    /// From now on it need not answer.
    func isDown() {
        state.withLock { state in
            if state.downtimes.last?.until != nil {
                state.downtimes.append(Downtime(from: .now, until: nil))
            }
        }
    }

    /// Ends a fault in it or on its ways, or all.
    func heal(_ id: String?) {
        control?.heal(id)
        for link in links.values { link.heal(id) }
    }

    /// Whether anybody met the fault.
    func hasMet(_ id: String) -> Bool {
        control?.hasMet(id) == true || links.values.contains { $0.hasMet(id) }
    }

    /// Ends what would outlive the world.
    func end() {
        control?.close()
        for link in links.values { link.end() }
        FreePort.release([knownPort].compactMap { $0 })
    }

    func stoppedListening() { state.withLock { $0.port = 0 } }
}

import Synchronization

/// The faults a remote has right now.
package final class RemoteFaults: Sendable {
    /// What happens to one request.
    package struct Plan: Sendable, Equatable {
        /// The connection is dropped before anything is answered.
        package var refuses = false
        /// The request is refused with an HTTP status.
        package var response: Fault.Response?
        /// Where the answer (`down`) or the request (`up`) is cut.
        package var cut: Fault.Cut?
        /// The fault that cuts.
        package var cutter: String?
        /// Delay of the answer.
        package var delay = Duration.zero
        /// Bytes a second; nil is no limit.
        package var bytesPerSecond: Int?
    }

    private struct State {
        var faults: [Fault] = []
        var answered: [String: Int] = [:]
        var generation = 0
        /// Faults that had an effect, by id.
        var met: Set<String> = []
        var random: SplitMix
    }

    private let state: Mutex<State>

    /// Makes a remote without faults; `seed` decides jitter and probabilities.
    package init(seed: UInt64) {
        state = Mutex(State(random: SplitMix(seed: seed)))
    }

    /// Starts a fault, in the place of one of the same name.
    package func begin(_ fault: Fault) {
        state.withLock { state in
            state.faults.removeAll { $0.id == fault.id }
            state.faults.append(fault)
            state.met.remove(fault.id)
        }
    }

    /// Whether the fault had an effect.
    package func hasMet(_ id: String) -> Bool { state.withLock { $0.met.contains(id) } }

    /// Notes that the fault had an effect.
    func note(_ id: String?) {
        guard let id else { return }
        state.withLock { _ = $0.met.insert(id) }
    }

    /// Ends one fault, or all; what hangs is let go.
    package func heal(_ id: String?) {
        state.withLock { state in
            state.faults.removeAll { id == nil || $0.id == id }
            state.generation += 1
        }
    }

    /// Counts the healings; a connection that hangs watches it.
    package var generation: Int { state.withLock { $0.generation } }

    /// True while new connections are refused.
    package var refusesConnections: Bool {
        state.withLock { state in
            let refusing = state.faults.filter { $0.refuse == .connect }.map(\.id)
            state.met.formUnion(refusing)
            return !refusing.isEmpty
        }
    }

    /// What happens to a request for this service (`upload-pack`, `receive-pack` or nil).
    package func plan(service: String?) -> Plan {
        state.withLock { state in
            var plan = Plan()
            for fault in state.faults where state.random.chance(fault.probability) {
                if let refuse = fault.refuse, refuse.rawValue == service || refuse == .connect {
                    plan.refuses = true
                    state.met.insert(fault.id)
                }
                if let cut = fault.cut, cut.service == .any || cut.service.rawValue == service {
                    plan.cut = cut
                    plan.cutter = fault.id
                }
                if let response = fault.respond,
                    state.answered[fault.id, default: 0] < response.times ?? .max
                {
                    state.answered[fault.id, default: 0] += 1
                    plan.response = response
                    state.met.insert(fault.id)
                }
                if fault.latency != nil || fault.jitter != nil || fault.bandwidth != nil {
                    state.met.insert(fault.id)
                }
                plan.delay += fault.latency ?? .zero
                if let jitter = fault.jitter { plan.delay += jitter * state.random.unit() }
                if let bandwidth = fault.bandwidth { plan.bytesPerSecond = bandwidth.bytes }
            }
            return plan
        }
    }
}

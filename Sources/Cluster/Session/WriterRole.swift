import Synchronization

/// Whether this node may write, at every moment.
///
/// It may while it leads, has reconciled since it was elected, and its lease is provably its own:
/// the last is looked up on the clock each time, so that a process that was stopped for a minute
/// finds itself deposed before it has heard of it.
package final class WriterRole: Sendable {
    private struct State {
        var lease: SessionTime?
        var lead: EtcdLead?
        var isOpen = false
    }

    private let state = Mutex(State())
    private let clock: SessionClock

    init(clock: SessionClock) { self.clock = clock }

    /// The revision of the lead under which writing is allowed now; nil: it is not.
    package var term: Int64? {
        let now = clock.now()
        return state.withLock { state in
            state.isOpen && state.lease?.isOwn(at: now) == true ? state.lead?.revision : nil
        }
    }

    /// The election this node has won, ready to write or not; nil: it does not lead.
    package var lead: EtcdLead? {
        let now = clock.now()
        return state.withLock { $0.lease?.isOwn(at: now) == true ? $0.lead : nil }
    }

    package var leads: Bool { lead != nil }

    /// Whether etcd has answered lately: this node's lease is provably its own.
    package var isInSession: Bool {
        let now = clock.now()
        return state.withLock { $0.lease?.isOwn(at: now) == true }
    }

    func begin(_ lease: SessionTime) { state.withLock { $0 = State(lease: lease) } }

    func kept(askedAt time: Duration) { state.withLock { $0.lease?.kept(askedAt: time) } }

    func elected(_ lead: EtcdLead) { state.withLock { $0.lead = lead } }

    /// The branch has everything the remote has; false: the lead was lost meanwhile.
    func open(_ lead: EtcdLead) -> Bool {
        state.withLock { state in
            guard state.lead == lead else { return false }
            state.isOpen = true
            return true
        }
    }

    func end() { state.withLock { $0 = State() } }
}

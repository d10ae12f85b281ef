import Synchronization

/// Whether this node may write, at every moment.
///
/// It may while it leads, has reconciled since it was elected, and its lease is provably its own:
/// the last is looked up on the clock each time, so that a process that was stopped for a minute
/// finds itself deposed before it has heard of it.
package final class WriterRole: Sendable {
    private struct Lead {
        let revision: Int64
        var isOpen = false
    }

    private struct State {
        var lease: SessionTime?
        var lead: Lead?
    }

    private let state = Mutex(State())
    private let clock: SessionClock

    init(clock: SessionClock) { self.clock = clock }

    /// The revision of the lead under which writing is allowed now; nil: it is not.
    package var term: Int64? {
        let now = clock.now()
        return state.withLock { state in
            guard let lead = state.lead, lead.isOpen, state.lease?.isOwn(at: now) == true else {
                return nil
            }
            return lead.revision
        }
    }

    /// Whether this node was elected, ready or not.
    package var leads: Bool {
        let now = clock.now()
        return state.withLock { $0.lead != nil && $0.lease?.isOwn(at: now) == true }
    }

    func begin(_ lease: SessionTime) { state.withLock { $0 = State(lease: lease) } }

    func kept(askedAt time: Duration) { state.withLock { $0.lease?.kept(askedAt: time) } }

    func elected(_ revision: Int64) { state.withLock { $0.lead = Lead(revision: revision) } }

    /// The branch has everything the remote has; false: the lead was lost meanwhile.
    func open(_ revision: Int64) -> Bool {
        state.withLock { state in
            guard state.lead?.revision == revision else { return false }
            state.lead?.isOpen = true
            return true
        }
    }

    func end() { state.withLock { $0 = State() } }
}

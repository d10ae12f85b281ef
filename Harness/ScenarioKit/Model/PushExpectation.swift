/// What the push daemon reports and what the remote saw of it.
package struct PushExpectation: Sendable, Hashable {
    /// `pushDaemon.state`.
    package enum State: String, Sendable, Hashable, CaseIterable {
        case idle, pushing
        case backingOff = "backing-off"
        case halted
    }

    /// `pushDaemon.lastError.reason`, or `ok` for no error.
    package enum Reason: String, Sendable, Hashable, CaseIterable {
        case ok
        case nonFastForward = "non-fast-forward"
        case remoteRejected = "remote-rejected"
        case authentication
        case remoteBranchMissing = "remote-branch-missing"
        case unreachable, timeout, unknown
    }

    package var state: State?
    package var attempts: Comparison?
    package var retries: Comparison?
    package var pending: Comparison?
    package var forced: Comparison?
    /// Compared with a duration.
    package var nextDelay: Comparison?
    package var reason: Reason?

    /// Whether it is about how many pushes there were or are left, whereas none need be going on
    /// now: a server that has not heard of its own write yet looks idle too.
    var countsPushes: Bool {
        state == .idle || state != .pushing && (attempts ?? retries ?? forced ?? pending) != nil
    }
}

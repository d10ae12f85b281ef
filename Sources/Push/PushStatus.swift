package import struct Foundation.Date

/// What the push daemon does, for `pushDaemon` of the status endpoint (CONTRACT §3).
package struct PushStatus: Sendable, Hashable {
    package enum State: String, Sendable, Hashable, CaseIterable {
        case idle
        case pushing
        case backingOff = "backing-off"
        case halted
    }

    /// The newest failure; it stays until the next one.
    package struct Failure: Sendable, Hashable {
        /// Git's words, without credentials.
        package let message: String
        /// Wall-clock time.
        package let at: Date
        /// Counts the failures in a row, from 1; 0: nothing was attempted.
        package let attempt: Int
        package let reason: PushReason

        package init(message: String, at: Date, attempt: Int, reason: PushReason) {
            self.message = message
            self.at = at
            self.attempt = attempt
            self.reason = reason
        }
    }

    /// Whether `run()` is under way.
    package var running = false
    package var state = State.idle
    /// Why `state` is `backing-off` or `halted`; nil otherwise.
    package var reason: PushReason?
    /// Wall-clock time at which the remote last confirmed a push.
    package var lastPushAt: Date?
    package var lastError: Failure?
    /// Commits of the branch and of the unpushed conflict branches that the remote is not known
    /// to have.
    package var pendingCommits = 0
    /// From the last failure to the next attempt; nil when none is planned.
    package var currentBackoff: Duration?
    /// Failures in a row of what is waiting; 0 when nothing failed.
    package var currentAttempt = 0

    package init() {}
}

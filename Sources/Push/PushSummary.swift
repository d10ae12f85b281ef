/// The machine's state in the words of status.
package struct PushSummary: Hashable, Sendable {
    package let state: PushStatus.State
    package let reason: PushReason?
    /// From the last failure to the next attempt.
    package let backoff: Duration?
    /// Failures in a row.
    package let attempt: Int

    init(
        state: PushStatus.State, reason: PushReason? = nil, backoff: Duration? = nil, attempt: Int
    ) {
        self.state = state
        self.reason = reason
        self.backoff = backoff
        self.attempt = attempt
    }
}

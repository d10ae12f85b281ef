/// What an event means for the log and for status.
package enum PushNews: Hashable, Sendable {
    /// An attempt failed; `attempt` counts failures in a row.
    case failed(PushLane, PushReason, attempt: Int, message: String)
    /// The next attempt is planned.
    case retry(attempt: Int, delay: Duration, PushReason)
    /// A human is needed; told once, not with every retry.
    case attention(PushLane, PushReason)
    /// The lane contains withdrawn commits and is not pushed; told once.
    case held(PushLane)
    /// Somebody else found that the branch cannot be pushed; told once.
    case refused(PushReason)
}

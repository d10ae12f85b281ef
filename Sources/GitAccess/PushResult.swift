package import GitModel

/// How a push ended.
package enum PushResult: Sendable, Hashable {
    /// Every branch of the push has its own verdict.
    case answered([RefName: PushVerdict])
    /// No answer that could be relied on: each branch may have been moved or not. `retryAfter` is
    /// how long a busy remote asked to be left alone.
    case failed(TransportFailure, retryAfter: Duration?)
}

/// How often and when a failed run is repeated without a new push.
package struct HookRetry: Hashable, Sendable {
    package let retries: Int
    /// Before the first retry; it doubles with each, up to an hour.
    package let backoff: Duration

    package init(retries: Int, backoff: Duration) {
        self.retries = retries
        self.backoff = backoff
    }

    static let none = HookRetry(retries: 0, backoff: .zero)

    /// The pause after a failed run; nil: it was the last.
    func pause(after attempt: Int) -> Duration? {
        guard attempt <= retries else { return nil }
        return min(backoff * (1 << min(attempt - 1, 20)), max(backoff, Limits.longestBackoff))
    }
}

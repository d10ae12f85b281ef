/// The bounds of starting and stopping.
enum Limits {
    /// A clone is a long fetch: it may take this many times `CFP_FETCH_TIMEOUT`.
    static let cloneTimeoutFactor = 10
    /// The first fetch delays readiness no longer than this (CONTRACT §2).
    static let bootFetch: Duration = .seconds(10)
    /// After SIGTERM, what is still running is cancelled after this.
    static let drain: Duration = .seconds(4)
    /// A poll comes up to this part of the interval late, so that many servers do not ask at once.
    static let pollJitter = 0.1
    /// The longest pause between polls while the remote could not be read at boot.
    static let retryCap: Duration = .seconds(60)
}

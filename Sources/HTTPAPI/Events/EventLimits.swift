/// The bounds of `GET /api/events`.
package struct EventLimits: Sendable {
    /// Followers at the same time; one more is answered 503.
    package var followers = 256
    /// A follower that is sent nothing else is sent a comment this often, so that no proxy takes
    /// the line for dead. Well below the usual 60 s.
    package var heartbeat: Duration = .seconds(15)
    /// After a broken connection a follower comes back after this.
    package var retry: Duration = .seconds(2)
    /// Swaps taken from the log at once.
    var batch = 16

    package init() {}
}

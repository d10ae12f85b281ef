/// Why pushing does not get on: the words of `pushDaemon.reason` (CONTRACT §3).
package enum PushReason: String, Sendable, Hashable, CaseIterable {
    /// The remote has commits that the branch does not contain. Halts.
    case nonFastForward = "non-fast-forward"
    /// A hook, a rule or a quota of the remote declined. Tried again slowly.
    case remoteRejected = "remote-rejected"
    /// The remote wants other credentials. Tried again slowly.
    case authentication
    /// The branch was there and is gone; it is never made again by itself. Halts.
    case remoteBranchMissing = "remote-branch-missing"
    /// There is no such host, port or repository. Tried again with backoff.
    case unreachable
    /// The deadline passed. Tried again with backoff.
    case timeout
    /// Anything else: a broken connection, trouble of this machine. Tried again with backoff.
    case unknown
}

/// What an operator is needed for: the `event` of an alert.
package enum AlertEvent: String, Hashable, Sendable, CaseIterable {
    /// Commits stay on this machine: the remote has others, declined, or lost the branch.
    case pushHalted = "push-halted"
    /// The remote wants other credentials.
    case authenticationFailed = "authentication-failed"
    /// Commits that could not be replayed wait on a branch of their own.
    case conflictEscaped = "conflict-escaped"
    /// A commit's records cannot be served.
    case rebuildFailed = "rebuild-failed"
    /// The remote no longer has what it had.
    case remoteRewritten = "remote-rewritten"
    /// The remote shares no commit with us.
    case unrelatedHistories = "unrelated-histories"
    /// The repository here cannot be read or written.
    case localDamaged = "local-damaged"
    /// This machine has no room left.
    case storageFull = "storage-full"
}

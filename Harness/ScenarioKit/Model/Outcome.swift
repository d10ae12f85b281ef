/// How a reload or reconcile ended: `outcome` of an answer, or its `error.code`.
package enum Outcome: String, Sendable, Hashable, CaseIterable {
    case inSync = "in-sync"
    case fastForwarded = "fast-forwarded"
    case pushedAhead = "pushed-ahead"
    case rebased
    case conflictEscaped = "conflict-escaped"
    case fetchFailed = "fetch-failed"
    case nonFastForward = "non-fast-forward"
    case branchMismatch = "branch-mismatch"
    case commitMismatch = "commit-mismatch"
    case remoteRewritten = "remote-rewritten"
    case unrelatedHistories = "unrelated-histories"
    case remoteBranchMissing = "remote-branch-missing"
    case rebuildFailed = "rebuild-failed"
    case localDamaged = "local-damaged"
    case storageFull = "storage-full"
}

package import GitAccess
package import GitModel
package import Reconcile
package import Sheets

/// How one reload ended.
package enum ReloadResult: Sendable {
    case done(ReloadReport)
    case refused(ReloadRefusal)
}

extension ReloadResult {
    /// From the look at the remote to the end.
    var duration: Duration {
        get {
            switch self {
            case .done(let report): report.duration
            case .refused(let refusal): refusal.duration
            }
        }
        set {
            switch self {
            case .done(var report):
                report.duration = newValue
                self = .done(report)
            case .refused(var refusal):
                refusal.duration = newValue
                self = .refused(refusal)
            }
        }
    }
}

/// A reload that succeeded (CONTRACT §3).
package struct ReloadReport: Sendable {
    package var outcome: ReconcileOutcome
    /// Whether another snapshot is served now.
    package var swapped = false
    /// The commits served before and after; nil on an empty branch.
    package var oldCommit: CommitID?
    package var newCommit: CommitID?
    package var ahead = 0
    package var behind = 0
    /// Whether the remote has `newCommit` and the conflict branch.
    package var pushed = true
    /// Local commits that were upstream already.
    package var dropped: [CommitID] = []
    /// The branch that keeps what could not be replayed.
    package var conflictBranch: ConflictBranch?
    /// What stood in the way of the replay.
    package var conflicts: [MergeConflict] = []
    /// Records added, changed and removed.
    package var changedRecords = 0
    package var duration: Duration = .zero
    package var timings = ReloadTimings()
}

/// How long the parts of a reload took.
package struct ReloadTimings: Sendable {
    /// The network call; shared by the requests that shared it.
    package var fetch: Duration = .zero
    /// Reading refs and ancestry, and the decision.
    package var decide: Duration = .zero
    /// Tree diff, parsing, search rows.
    package var build: Duration = .zero
    /// Moving the refs and assigning the reference.
    package var swap: Duration = .zero
}

/// A reload that changed nothing, and why.
package struct ReloadRefusal: Error, Sendable {
    package let reason: Reason
    /// The commit served, before and after.
    package var oldCommit: CommitID?
    /// The remote's tip, as far as it was seen.
    package var remoteCommit: CommitID?
    package var duration: Duration = .zero

    package enum Reason: Sendable {
        case reconcile(ReconcileRefusal)
        case fetchFailed(TransportFailure)
        /// The request names another branch than the served one.
        case branchMismatch(served: BranchName)
        /// The remote's tip does not contain the commit the request names.
        case commitMismatch(CommitHint)
        /// The new tree cannot be served: the first of `count` problems.
        case rebuildFailed(commit: CommitID?, problems: [SheetProblem], count: Int)
        case localDamaged(String)
        case storageFull(String)
        /// Too many requests wait already.
        case tooManyWaiting
        /// The server is stopping.
        case shuttingDown
    }

    package init(
        _ reason: Reason, oldCommit: CommitID? = nil, remoteCommit: CommitID? = nil
    ) {
        self.reason = reason
        self.oldCommit = oldCommit
        self.remoteCommit = remoteCommit
    }

    /// Every word that `code` can be.
    static let codes = [
        "non-fast-forward", "remote-rewritten", "unrelated-histories", "remote-branch-missing",
        "fetch-failed", "branch-mismatch", "commit-mismatch", "rebuild-failed", "local-damaged",
        "storage-full", "rate-limited", "not-yet",
    ]

    /// The word of CONTRACT §3 for this refusal.
    package var code: String {
        switch reason {
        case .reconcile(.nonFastForward): "non-fast-forward"
        case .reconcile(.remoteRewritten): "remote-rewritten"
        case .reconcile(.unrelatedHistories): "unrelated-histories"
        case .reconcile(.remoteBranchMissing): "remote-branch-missing"
        case .fetchFailed, .reconcile(.fetchFailed): "fetch-failed"
        case .branchMismatch: "branch-mismatch"
        case .commitMismatch: "commit-mismatch"
        case .rebuildFailed: "rebuild-failed"
        case .localDamaged, .reconcile(.localDamaged): "local-damaged"
        case .storageFull: "storage-full"
        case .tooManyWaiting: "rate-limited"
        case .shuttingDown: "not-yet"
        }
    }
}

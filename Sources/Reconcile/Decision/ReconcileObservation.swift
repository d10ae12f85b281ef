package import GitModel

/// Everything the reconcile decision may depend on, seen once.
package struct ReconcileObservation: Equatable, Sendable {
    /// The tip of the local branch; nil before its first commit.
    package let local: CommitID?
    package let remote: RemoteObservation

    package init(local: CommitID?, remote: RemoteObservation) {
        self.local = local
        self.remote = remote
    }
}

/// What is known of the remote branch.
package enum RemoteObservation: Equatable, Sendable {
    /// No remote is configured: the local branch is the only truth.
    case notConfigured
    /// The remote has no reference at all.
    case empty
    /// The remote answered, and the branch is not there.
    case branchMissing
    /// The branch's tip, and how it stands to what we have.
    case tip(RemoteTip)
}

/// The remote branch's tip seen beside the local one.
package struct RemoteTip: Equatable, Sendable {
    package let commit: CommitID
    /// The remote tip last accepted; nil when none ever was.
    package let accepted: CommitID?
    /// Whether `commit` contains `accepted`; true when nothing was accepted yet.
    package let containsAccepted: Bool
    /// Nil when there is no local commit to compare with.
    package let relation: BranchRelation?

    package init(
        commit: CommitID, accepted: CommitID?, containsAccepted: Bool, relation: BranchRelation?
    ) {
        self.commit = commit
        self.accepted = accepted
        self.containsAccepted = containsAccepted
        self.relation = relation
    }
}

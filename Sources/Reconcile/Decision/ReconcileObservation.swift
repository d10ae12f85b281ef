package import GitAccess
package import GitModel

/// Everything the reconcile decision may depend on, seen once.
package struct ReconcileObservation: Equatable, Sendable {
    package let local: LocalObservation
    package let remote: RemoteObservation
    /// Whether the remote was accepted without the branch, so that a push may create it there.
    package let absenceAccepted: Bool

    package init(
        local: LocalObservation, remote: RemoteObservation, absenceAccepted: Bool = false
    ) {
        self.local = local
        self.remote = remote
        self.absenceAccepted = absenceAccepted
    }

    /// What was accepted of the remote, where its branch was seen: effects hold only after that.
    package var accepted: AcceptedBefore {
        guard case .tip(let tip) = remote else { return AcceptedBefore(nil) }
        return AcceptedBefore(tip.accepted)
    }
}

/// What is known of the local branch.
package enum LocalObservation: Equatable, Sendable {
    /// Before its first commit.
    case none
    case tip(CommitID)
    /// A reference or an object that the decision needs cannot be read: what git said.
    case damaged(String)

    /// The branch's tip; nil without one.
    package var tip: CommitID? {
        guard case .tip(let commit) = self else { return nil }
        return commit
    }
}

/// What is known of the remote branch.
package enum RemoteObservation: Equatable, Sendable {
    /// No remote is configured: the local branch is the only truth.
    case notConfigured
    /// The remote could not be read.
    case failed(TransportFailure)
    /// The remote has no reference at all. `accepted`: whether it ever had the branch.
    case empty(accepted: Bool)
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
    /// Commits of the local tip that the remote had once, took back, and has not now.
    package let withdrawn: Int
    /// Commits of the local tip that were never on the remote.
    package let own: Int

    package init(
        commit: CommitID, accepted: CommitID?, containsAccepted: Bool, relation: BranchRelation?,
        withdrawn: Int = 0, own: Int? = nil
    ) {
        self.commit = commit
        self.accepted = accepted
        self.containsAccepted = containsAccepted
        self.relation = relation
        self.withdrawn = withdrawn
        self.own = own ?? relation?.ahead ?? 0
    }
}

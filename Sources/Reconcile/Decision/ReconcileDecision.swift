package import GitAccess
package import GitModel

/// What to do about a local and a remote branch (DESIGN §4).
package enum ReconcileDecision: Equatable, Sendable {
    /// Nothing to move; serve the local tip.
    case inSync
    /// Move the local branch forward to the remote's tip.
    case fastForward(to: CommitID)
    /// The local branch has all that the remote has, and more: that waits for a push. `remote` is
    /// nil when the push creates the branch.
    case pushAhead(remote: CommitID?)
    /// Replay what only the local branch has onto the remote's tip; if that conflicts, escape.
    case replay(ReplayOrder)
    /// Take over the remote's tip, which does not contain the local one; nothing there is ours.
    case takeOver(CommitID, withdrawing: CommitID?)
    /// Change nothing and say why.
    case refuse(ReconcileRefusal)

    /// The decision for any observation: a pure, total function.
    package static func decide(
        _ observation: ReconcileObservation, _ policy: ReconcilePolicy
    ) -> ReconcileDecision {
        if case .damaged(let why) = observation.local { return .refuse(.localDamaged(why)) }
        let local = observation.local.tip
        switch observation.remote {
        case .notConfigured: return .inSync
        case .failed(let failure): return .refuse(.fetchFailed(failure))
        case .empty(accepted: false) where local == nil: return .inSync
        case .empty, .branchMissing:
            return missing(local, observation.absenceAccepted, policy)
        case .tip(let remote): return decide(local, remote, policy)
        }
    }

    /// A branch that is gone is never recreated unless a human says so; one that was never there
    /// is created by the first push.
    private static func missing(
        _ local: CommitID?, _ absenceAccepted: Bool, _ policy: ReconcilePolicy
    ) -> ReconcileDecision {
        let mayCreate = absenceAccepted || policy.adoption == .remoteBranchMissing
        guard local != nil, mayCreate else { return .refuse(.remoteBranchMissing) }
        return .pushAhead(remote: nil)
    }

    private static func decide(
        _ local: CommitID?, _ remote: RemoteTip, _ policy: ReconcilePolicy
    ) -> ReconcileDecision {
        if let accepted = remote.accepted, !remote.containsAccepted {
            guard policy.adoption == .remoteRewritten else {
                return .refuse(.remoteRewritten(lastSeen: accepted, remote: remote.commit))
            }
            return adoptRewrite(local, remote, withdrawing: accepted)
        }
        guard let local, let relation = remote.relation else {
            return .fastForward(to: remote.commit)
        }
        if local == remote.commit { return .inSync }
        // An adoption that was cut short: what the remote took back is still in our branch.
        if remote.withdrawn > 0 { return adoptRewrite(local, remote, withdrawing: nil) }
        guard relation.mergeBase != nil else {
            guard policy.adoption == .unrelatedHistories else {
                return .refuse(.unrelatedHistories(remote: remote.commit))
            }
            return .replay(ReplayOrder(onto: remote.commit))
        }
        switch (relation.ahead, relation.behind) {
        case (0, _): return .fastForward(to: remote.commit)
        case (_, 0): return .pushAhead(remote: remote.commit)
        case (let ahead, let behind):
            guard policy.replays else {
                return .refuse(
                    .nonFastForward(remote: remote.commit, ahead: ahead, behind: behind))
            }
            return .replay(ReplayOrder(onto: remote.commit))
        }
    }

    /// Only what was never on the remote is ours; the rest was taken back and stays away.
    private static func adoptRewrite(
        _ local: CommitID?, _ remote: RemoteTip, withdrawing accepted: CommitID?
    ) -> ReconcileDecision {
        guard local != nil, remote.own > 0 else {
            return .takeOver(remote.commit, withdrawing: accepted)
        }
        return .replay(ReplayOrder(onto: remote.commit, withdrawing: accepted))
    }
}

/// Which commits to replay where.
package struct ReplayOrder: Equatable, Sendable {
    /// The remote's tip.
    package let onto: CommitID
    /// The tip the remote had when last accepted and has taken back; nil when it took nothing back.
    package let withdrawing: CommitID?

    package init(onto: CommitID, withdrawing: CommitID? = nil) {
        self.onto = onto
        self.withdrawing = withdrawing
    }
}

/// Why a reconcile changes nothing.
package enum ReconcileRefusal: Equatable, Sendable {
    /// Both sides have commits of their own, and the policy refuses to replay.
    case nonFastForward(remote: CommitID, ahead: Int, behind: Int)
    /// The remote no longer contains the tip accepted last: rewound or force-pushed.
    case remoteRewritten(lastSeen: CommitID, remote: CommitID)
    /// The two histories share no commit.
    case unrelatedHistories(remote: CommitID)
    /// The remote answered without the branch.
    case remoteBranchMissing
    /// The remote could not be read.
    case fetchFailed(TransportFailure)
    /// The repository here cannot be read.
    case localDamaged(String)
}

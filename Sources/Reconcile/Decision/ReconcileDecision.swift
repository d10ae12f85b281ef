package import GitModel

/// What to do about a local and a remote branch (DESIGN §4).
package enum ReconcileDecision: Equatable, Sendable {
    /// Nothing to move; serve the local tip.
    case inSync
    /// Move the local branch forward to the remote's tip.
    case fastForward(to: CommitID)
    /// The local branch contains the remote's and has `ahead` commits more: they wait for a push.
    case pushAhead(remote: CommitID?, ahead: Int)
    /// Change nothing and say why.
    case refuse(ReconcileRefusal)

    /// The decision for any observation: a pure, total function.
    package static func decide(_ observation: ReconcileObservation) -> ReconcileDecision {
        switch observation.remote {
        case .notConfigured: .inSync
        case .empty: empty(local: observation.local)
        case .branchMissing: .refuse(.remoteBranchMissing)
        case .tip(let remote): decide(local: observation.local, remote: remote)
        }
    }

    /// An empty remote is an empty site; with local commits it is a branch that is gone (S49).
    private static func empty(local: CommitID?) -> ReconcileDecision {
        local == nil ? .inSync : .refuse(.remoteBranchMissing)
    }

    private static func decide(local: CommitID?, remote: RemoteTip) -> ReconcileDecision {
        if let accepted = remote.accepted, !remote.containsAccepted {
            return .refuse(.remoteRewritten(lastSeen: accepted, remote: remote.commit))
        }
        guard let local, let relation = remote.relation else {
            return .fastForward(to: remote.commit)
        }
        if local == remote.commit { return .inSync }
        guard relation.mergeBase != nil else {
            return .refuse(.unrelatedHistories(remote: remote.commit))
        }
        switch (relation.ahead, relation.behind) {
        case (0, _): return .fastForward(to: remote.commit)
        case (let ahead, 0): return .pushAhead(remote: remote.commit, ahead: ahead)
        case (let ahead, let behind):
            return .refuse(.nonFastForward(remote: remote.commit, ahead: ahead, behind: behind))
        }
    }
}

/// Why a reconcile changes nothing.
package enum ReconcileRefusal: Equatable, Sendable {
    /// Both sides have commits of their own.
    case nonFastForward(remote: CommitID, ahead: Int, behind: Int)
    /// The remote no longer contains the tip accepted last: rewound or force-pushed.
    case remoteRewritten(lastSeen: CommitID, remote: CommitID)
    /// The two histories share no commit.
    case unrelatedHistories(remote: CommitID)
    /// The remote answered without the branch.
    case remoteBranchMissing
}

package import GitAccess
package import GitModel

/// Compares a remote tip with the local branch and with what was accepted before.
package struct RemoteObserver: Sendable {
    private let repository: any GitStore
    private let branch: BranchName

    package init(repository: any GitStore, branch: BranchName) {
        self.repository = repository
        self.branch = branch
    }

    /// The local branch's tip; nil before its first commit.
    package func localTip() async throws(GitError) -> CommitID? {
        try await repository.tip(of: branch.ref)
    }

    /// Whether the remote was accepted without the branch.
    package func isAbsenceAccepted() async throws(GitError) -> Bool {
        try await repository.tip(of: branch.absentRef) != nil
    }

    /// The tip of the remote that was accepted last; nil before the first.
    package func acceptedTip() async throws(GitError) -> CommitID? {
        try await repository.tip(of: branch.acceptedRef)
    }

    /// The tip of the remote at the last fetch of anybody.
    func trackedTip() async throws(GitError) -> CommitID? {
        try await repository.tip(of: branch.trackingRef)
    }

    func isAncestor(
        _ ancestor: CommitID, of descendant: CommitID
    ) async throws(GitError) -> Bool {
        try await repository.isAncestor(ancestor, of: descendant)
    }

    func relation(
        local: CommitID, remote: CommitID
    ) async throws(GitError) -> BranchRelation {
        try await repository.relation(local: local, remote: remote)
    }

    /// Reads refs and ancestry; no network. `accepted`: the remote tip accepted last, read before.
    package func observe(
        local: CommitID?, remote commit: CommitID, accepted: CommitID?
    ) async throws(GitError) -> RemoteTip {
        var containsAccepted = true
        if let accepted {
            containsAccepted = try await repository.isAncestor(accepted, of: commit)
        }
        guard let local else {
            return RemoteTip(
                commit: commit, accepted: accepted, containsAccepted: containsAccepted,
                relation: nil)
        }
        let relation = try await repository.relation(local: local, remote: commit)
        let gone = try await published(without: commit, accepted: accepted)
        guard relation.ahead > 0, !gone.isEmpty else {
            return RemoteTip(
                commit: commit, accepted: accepted, containsAccepted: containsAccepted,
                relation: relation)
        }
        let own = try await repository.countCommits(from: local, excluding: [commit] + gone)
        var withdrawn = relation.ahead - own
        if !containsAccepted, let accepted {
            // Only what an operator has adopted already counts as withdrawn.
            let earlier = gone.filter { $0 != accepted }
            let others = try await repository.countCommits(
                from: local, excluding: [commit] + earlier)
            withdrawn = relation.ahead - others
        }
        return RemoteTip(
            commit: commit, accepted: accepted, containsAccepted: containsAccepted,
            relation: relation, withdrawn: withdrawn, own: own)
    }

    /// Tips that were published and that `remote` does not contain: those withdrawn before, and
    /// the one accepted last. What they reach is not ours to replay or to push.
    package func published(
        without remote: CommitID, accepted: CommitID?
    ) async throws(GitError) -> [CommitID] {
        var tips = try await repository.refs(prefix: CommitID.withdrawnPrefix).map(\.commit)
        if let accepted { tips.append(accepted) }
        var gone: [CommitID] = []
        for tip in tips where !gone.contains(tip) {
            if try await !repository.isAncestor(tip, of: remote) { gone.append(tip) }
        }
        return gone
    }

    /// Remembers `commit` as the remote tip a decision accepted. `expected`: what was accepted when
    /// that was decided; nil: it does not matter.
    ///
    /// Returns what was accepted before, for `takeBack`; nil when another tip was accepted
    /// meanwhile, as by a push: then nothing has changed, and the decision is to be made again.
    package func accept(
        _ commit: CommitID, after expected: AcceptedBefore? = nil
    ) async throws(GitError) -> AcceptedBefore? {
        let current = AcceptedBefore(try await repository.tip(of: branch.acceptedRef))
        if current.commit != commit {
            guard current == expected ?? current else { return nil }
            let end = try await repository.move(
                branch.acceptedRef, from: current.commit, to: commit,
                reason: "livetree: remote tip accepted")
            guard end == .moved else { return nil }
        }
        if let marker = try await repository.tip(of: branch.absentRef) {
            _ = try await repository.delete(branch.absentRef, expecting: marker)
        }
        return current
    }

    /// Undoes `accept` when the branch then did not move: what was refused was not accepted.
    package func takeBack(_ commit: CommitID, to before: CommitID?) async throws(GitError) {
        guard before != commit else { return }
        if let before {
            _ = try await repository.move(
                branch.acceptedRef, from: commit, to: before, reason: "livetree: not accepted")
        } else {
            _ = try await repository.delete(branch.acceptedRef, expecting: commit)
        }
    }

    /// Remembers that the remote was accepted without the branch, so that a push may create it, and
    /// behind the marker what the branch had: not all that a withdrawn tip contains was withdrawn.
    package func acceptAbsence() async throws(GitError) {
        let accepted = try await acceptedTip()
        if try await repository.tip(of: branch.absentRef) == nil {
            let marker = try await repository.writeMarker(behind: accepted)
            _ = try await repository.move(
                branch.absentRef, from: nil, to: marker, reason: "livetree: absence accepted")
        }
        if let accepted {
            _ = try await repository.delete(branch.acceptedRef, expecting: accepted)
        }
    }
}

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

    /// Whether a tip of the remote was ever accepted.
    package func hasAccepted() async throws(GitError) -> Bool {
        try await acceptedTip() != nil
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

    /// Reads refs and ancestry; no network.
    package func observe(
        local: CommitID?, remote commit: CommitID
    ) async throws(GitError) -> RemoteTip {
        let accepted = try await repository.tip(of: branch.acceptedRef)
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
        let gone = try await published(without: commit)
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
    package func published(without remote: CommitID) async throws(GitError) -> [CommitID] {
        var tips = try await repository.refs(prefix: CommitID.withdrawnPrefix).map(\.commit)
        if let accepted = try await repository.tip(of: branch.acceptedRef) { tips.append(accepted) }
        var gone: [CommitID] = []
        for tip in tips where !gone.contains(tip) {
            if try await !repository.isAncestor(tip, of: remote) { gone.append(tip) }
        }
        return gone
    }

    /// Remembers `commit` as the remote tip a decision accepted. A lost race is no error: the
    /// other writer also accepted what it had observed.
    ///
    /// Returns what was accepted before, for `takeBack`.
    package func accept(_ commit: CommitID) async throws(GitError) -> CommitID? {
        let current = try await repository.tip(of: branch.acceptedRef)
        if current != commit {
            _ = try await repository.move(
                branch.acceptedRef, from: current, to: commit,
                reason: "livetree: remote tip accepted")
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

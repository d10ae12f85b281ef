package import GitAccess
package import GitModel

/// Compares a remote tip with the local branch and with what was accepted before.
package struct RemoteObserver: Sendable {
    private let repository: GitRepository
    private let branch: BranchName

    package init(repository: GitRepository, branch: BranchName) {
        self.repository = repository
        self.branch = branch
    }

    /// The local branch's tip; nil before its first commit.
    package func localTip() async throws(GitError) -> CommitID? {
        try await repository.tip(of: branch.ref)
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
        var relation: BranchRelation?
        if let local { relation = try await repository.relation(local: local, remote: commit) }
        return RemoteTip(
            commit: commit, accepted: accepted, containsAccepted: containsAccepted,
            relation: relation)
    }

    /// Remembers `commit` as the remote tip a decision accepted. A lost race is no error: the
    /// other writer also accepted what it had observed.
    ///
    /// Returns what was accepted before, for `takeBack`.
    package func accept(_ commit: CommitID) async throws(GitError) -> CommitID? {
        let current = try await repository.tip(of: branch.acceptedRef)
        guard current != commit else { return current }
        _ = try await repository.move(
            branch.acceptedRef, from: current, to: commit, reason: "livetree: remote tip accepted")
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
}

package import GitAccess
package import GitModel

/// What is to be pushed, as the references say: nothing else is kept, so that a restart, or
/// another program that moves references, changes nothing.
package struct PushQueue: Sendable {
    package var wants: [PushLane: PushWant] = [:]
    /// The remote tip that was last accepted or confirmed.
    package var accepted: CommitID?
    /// Set when the remote was accepted without the branch, so that a push may create it.
    package var absentMarker: CommitID?
    /// Commits of the branch and of unpushed conflict branches beyond `accepted`.
    package var pendingCommits = 0
    /// What the remote's branch had when it was last seen: not withdrawn, whatever contains it.
    private var published: [CommitID] = []

    package init() {}

    /// Reads the queue. `tip` is what is served of the branch; nothing else of it is pushed.
    package init(
        reading repository: any GitStore, branch: BranchName, tip: CommitID?
    ) async throws(GitError) {
        accepted = try await repository.tip(of: branch.acceptedRef)
        absentMarker = try await repository.tip(of: branch.absentRef)
        if let accepted {
            published = [accepted]
        } else if let absentMarker {
            published = try await repository.info(of: absentMarker).parents
        }
        let withdrawn = try await repository.refs(prefix: CommitID.withdrawnPrefix).map(\.commit)
        var hidden = accepted.map { [$0] } ?? []
        if let local = try await repository.tip(of: branch.ref) {
            pendingCommits += try await repository.countCommits(from: local, excluding: hidden)
            hidden.append(local)
        }
        if let tip, let state = try await branchState(of: tip, repository) {
            let isHeld = try await contains(withdrawn, tip, repository)
            wants[.branch] = isHeld ? .held(tip) : state
        }
        for (name, commit) in try await Self.conflicts(repository, besides: branch) {
            pendingCommits += try await repository.countCommits(from: commit, excluding: hidden)
            hidden.append(commit)
            let isKnown = accepted != nil || absentMarker != nil
            let isHeld = try await contains(withdrawn, commit, repository)
            wants[.conflict(name)] =
                isHeld ? .held(commit) : isKnown ? .push(commit) : .unseen(commit)
        }
    }

    /// What the branch wants; nil: the remote has the tip.
    private func branchState(
        of tip: CommitID, _ repository: any GitStore
    ) async throws(GitError) -> PushWant? {
        guard let accepted else { return absentMarker == nil ? .unseen(tip) : .push(tip) }
        if try await repository.isAncestor(tip, of: accepted) { return nil }
        // Otherwise a reload accepted another tip and moves the branch in a moment, or a crash
        // kept it from doing so.
        return try await repository.isAncestor(accepted, of: tip) ? .push(tip) : .unseen(tip)
    }

    /// Whether `commit` has something the remote took back, and what it kept has not.
    private func contains(
        _ withdrawn: [CommitID], _ commit: CommitID, _ repository: any GitStore
    ) async throws(GitError) -> Bool {
        guard !withdrawn.isEmpty else { return false }
        let all = try await repository.countCommits(from: commit, excluding: published)
        let own = try await repository.countCommits(
            from: commit, excluding: published + withdrawn)
        return all != own
    }

    /// The conflict branches that the remote never had.
    private static func conflicts(
        _ repository: any GitStore, besides branch: BranchName
    ) async throws(GitError) -> [(name: BranchName, commit: CommitID)] {
        var tips: [RefTip] = []
        for folder in ConflictBranch.folders {
            tips += try await repository.refs(prefix: "refs/heads/\(folder)/")
        }
        let pushed = Set(try await repository.refs(prefix: "refs/livetree/pushed/").map(\.name))
        return tips.compactMap { tip in
            guard tip.name != branch.ref, let conflict = ConflictBranch(ref: tip.name),
                !pushed.contains(conflict.pushedRef)
            else { return nil }
            return (conflict.branch, tip.commit)
        }
    }
}

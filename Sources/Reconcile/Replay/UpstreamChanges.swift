import GitAccess
import GitModel

/// The changes that only the remote's commits made, by name; looked at when first asked for.
struct UpstreamChanges {
    private let repository: GitRepository
    private let tip: CommitID
    private let local: CommitID
    private var patches: Set<PatchID>?

    init(_ repository: GitRepository, tip: CommitID, without local: CommitID) {
        self.repository = repository
        self.tip = tip
        self.local = local
    }

    /// Whether one of the remote's commits made this very change.
    mutating func contains(_ patch: PatchID) async throws(GitError) -> Bool {
        if let patches { return patches.contains(patch) }
        // A remote that is very far ahead: its newest commits are looked at. A change among the
        // older ones is still dropped when it is in the tree already.
        let commits = try await repository.newestCommits(
            from: tip, excluding: [local], limit: Limits.comparedUpstreamCommits)
        var found: Set<PatchID> = []
        for commit in commits {
            guard try await repository.info(of: commit).parents.count < 2,
                let patch = try await repository.patchID(of: commit)
            else { continue }
            found.insert(patch)
        }
        patches = found
        return found.contains(patch)
    }
}

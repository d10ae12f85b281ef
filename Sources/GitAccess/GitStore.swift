package import GitModel

/// One repository's references, histories and objects, as reconciling and pushing use them.
///
/// In production it is a `GitRepository`. The harness has one in memory, so that it can run the very
/// same decisions, replays and effects thousands of times a second and stop them anywhere. What
/// each method promises is said there.
package protocol GitStore: Sendable {
    // References.
    func tip(of ref: RefName) async throws(GitError) -> CommitID?
    func refs(prefix: String) async throws(GitError) -> [RefTip]
    func move(
        _ ref: RefName, from expected: CommitID?, to new: CommitID, reason: String
    ) async throws(GitError) -> RefMove
    func delete(_ ref: RefName, expecting expected: CommitID) async throws(GitError) -> RefMove

    // Histories.
    func isAncestor(
        _ ancestor: CommitID, of descendant: CommitID
    ) async throws(GitError) -> Bool
    func relation(local: CommitID, remote: CommitID) async throws(GitError) -> BranchRelation
    func countCommits(
        from tip: CommitID, excluding hidden: [CommitID]
    ) async throws(GitError) -> Int
    func commits(
        from tip: CommitID, excluding hidden: [CommitID], limit: Int
    ) async throws(GitError) -> [CommitID]
    func info(of commit: CommitID) async throws(GitError) -> CommitInfo
    func content(of commit: CommitID) async throws(GitError) -> CommitContent

    // Objects.
    func emptyTree() async throws(GitError) -> TreeID
    func files(in tree: TreeID, below path: String?) async throws(GitError) -> [TreeFile]
    func changes(from old: TreeID?, to new: TreeID?) async throws(GitError) -> [TreeChange]
    func requireStored(_ files: [TreeFile]) async throws(GitError)
    func blob(_ id: BlobID) async throws(GitError) -> [UInt8]
    func blobSize(_ id: BlobID) async throws(GitError) -> Int
    func merge(
        base: TreeID?, ours: TreeID, theirs: TreeID,
        resolve: @escaping @Sendable (ContestedFile) throws(GitError) -> Resolution
    ) async throws(GitError) -> TreeMerge
    func writeCommit(
        tree: TreeID, parents: [CommitID], author: [UInt8], committer: [UInt8],
        encoding: [UInt8]?, message: [UInt8]
    ) async throws(GitError) -> CommitID
    func writeMarker(behind commit: CommitID?) async throws(GitError) -> CommitID
    func gathering() async throws(GitError) -> any GatheringStore
}

/// A store whose new objects become durable together.
package protocol GatheringStore: GitStore {
    func settle() async throws(GitError)
}

extension GitRepository: GatheringStore {}

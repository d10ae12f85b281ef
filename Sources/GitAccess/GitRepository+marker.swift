package import GitModel

extension GitRepository {
    /// Writes a commit without files behind `commit` (nil: behind none), always the same one: what a
    /// reference points to that only marks something.
    package func writeMarker(behind commit: CommitID?) throws(GitError) -> CommitID {
        let line = Array("\(Identity.livetree) 0 +0000".utf8)
        return try writeCommit(
            tree: try emptyTree(), parents: commit.map { [$0] } ?? [], author: line,
            committer: line, encoding: nil,
            message: Array("Nothing\n".utf8))
    }
}

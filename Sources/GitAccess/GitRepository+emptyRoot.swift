package import GitModel

extension GitRepository {
    /// Writes a commit without parents and files, always the same one: what a reference points to
    /// that only marks something.
    package func writeEmptyRoot() throws(GitError) -> CommitID {
        let line = Array("\(Identity.livetree) 0 +0000".utf8)
        return try writeCommit(
            tree: try emptyTree(), parents: [], author: line, committer: line, encoding: nil,
            message: Array("Nothing\n".utf8))
    }
}

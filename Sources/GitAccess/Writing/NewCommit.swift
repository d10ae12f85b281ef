/// A commit to be written.
package struct NewCommit: Sendable {
    package let author: CommitSignature
    package let committer: CommitSignature
    /// Stored byte for byte; must not contain NUL.
    package let message: String
    package let edits: [FileEdit]

    package init(
        author: CommitSignature, committer: CommitSignature, message: String, edits: [FileEdit]
    ) {
        self.author = author
        self.committer = committer
        self.message = message
        self.edits = edits
    }
}

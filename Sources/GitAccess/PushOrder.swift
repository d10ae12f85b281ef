package import GitModel

/// One branch to bring to a commit on the remote, with the value it must still have there.
package struct PushOrder: Sendable, Hashable {
    package let source: CommitID
    package let destination: RefName
    /// The remote's value, of which `source` must be a descendant; nil: it must not exist there.
    package let expected: CommitID?

    package init(source: CommitID, destination: RefName, expected: CommitID?) {
        self.source = source
        self.destination = destination
        self.expected = expected
    }
}

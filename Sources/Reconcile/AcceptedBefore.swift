package import GitModel

/// What of the remote was accepted when a look at it began; nil: nothing yet.
package struct AcceptedBefore: Sendable, Hashable {
    package let commit: CommitID?

    package init(_ commit: CommitID?) { self.commit = commit }
}

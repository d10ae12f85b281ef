package import GitModel

/// What a first clone left at its target.
package enum CloneResult: Hashable, Sendable {
    /// A bare repository whose branch and tracking reference are at `tip`; nil: the remote has no
    /// branch at all, and the repository no commit.
    case cloned(tip: CommitID?)
    /// The remote has branches, but not this one; nothing was made.
    case branchMissing
    /// Nothing was made.
    case failed(TransportFailure)
}

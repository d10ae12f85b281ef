extension BranchName {
    /// `refs/livetree/absent/<branch>`: the remote was accepted without the branch, so that a push
    /// may create it there.
    package var absentRef: RefName { RefName(unchecked: "refs/livetree/absent/\(text)") }
    /// `refs/livetree/replayed/<branch>`: the log of what local commits were replayed as.
    package var replayedRef: RefName { RefName(unchecked: "refs/livetree/replayed/\(text)") }
}

extension CommitID {
    /// Where the references of withdrawn tips live.
    package static let withdrawnPrefix = "refs/livetree/withdrawn/"
    /// `refs/livetree/withdrawn/<hex>`: a tip the remote had and took back, as an operator accepted.
    package var withdrawnRef: RefName { RefName(unchecked: Self.withdrawnPrefix + hex) }
}

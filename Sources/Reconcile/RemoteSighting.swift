package import GitAccess
package import GitModel

/// What the network told about the remote branch, before anything was compared.
package enum RemoteSighting: Sendable, Equatable {
    case notConfigured
    /// The remote has no reference at all.
    case empty
    case branchMissing
    case tip(CommitID)
    case failed(TransportFailure)

    /// The same, from the result of a fetch.
    package init(_ result: FetchResult) {
        self =
            switch result {
            case .fetched(let tip): .tip(tip)
            case .branchMissing(let remoteIsEmpty): remoteIsEmpty ? .empty : .branchMissing
            case .failed(let failure): .failed(failure)
            }
    }

    /// The remote's tip, where one was seen.
    package var commit: CommitID? {
        guard case .tip(let commit) = self else { return nil }
        return commit
    }
}

package import GitModel

/// What a fetch of one branch found.
package enum FetchResult: Hashable, Sendable {
    /// The branch's tip on the remote; its objects are here and the tracking reference names it.
    case fetched(remoteTip: CommitID)
    /// The remote was read and has no such branch; an empty remote has none at all.
    case branchMissing(remoteIsEmpty: Bool)
    case failed(TransportFailure)
}

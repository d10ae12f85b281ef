package import Reconcile

/// One thing that happens in a case.
package enum CaseCommand: Hashable, Sendable {
    /// A plain reload, as a webhook asks for it.
    case reload
    /// An explicit reconcile.
    case reconcile(Adoption?)
    /// A write over the API.
    case write(RecordEdit)
    /// Somebody pushes a commit to the remote.
    case remoteCommit(RecordEdit)
    /// The remote's branch goes back by so many commits.
    case rewind(Int)
    /// The newest commit of the remote is replaced by another.
    case amend(RecordEdit)
    /// The remote's branch is deleted.
    case deleteBranch
    /// The remote's branch is replaced by a history of its own.
    case replaceHistory(RecordEdit)
    /// Somebody's git commits to the server's own repository.
    case foreignCommit(RecordEdit)
    /// Every call of the network goes wrong from here on.
    case breakNetwork(NetworkFault)
    case healNetwork
    /// The server stops and starts.
    case restart
    /// Time goes by, in seconds.
    case advanceClock(Int)

    /// The word in reports.
    package var name: String {
        switch self {
        case .reload: "reload"
        case .reconcile(let adoption): adoption == nil ? "reconcile" : "adopt"
        case .write: "write"
        case .remoteCommit: "remote-commit"
        case .rewind: "rewind"
        case .amend: "amend"
        case .deleteBranch: "delete-branch"
        case .replaceHistory: "replace-history"
        case .foreignCommit: "foreign-commit"
        case .breakNetwork: "break-network"
        case .healNetwork: "heal-network"
        case .restart: "restart"
        case .advanceClock: "advance-clock"
        }
    }
}

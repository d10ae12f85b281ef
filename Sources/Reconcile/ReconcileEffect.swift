package import GitModel

/// One step of carrying out a decision, as a value: it can be listed, counted and made to fail.
///
/// Every effect can be carried out twice with the result of once, so that a start after a kill
/// finishes what was begun.
package enum ReconcileEffect: Equatable, Sendable {
    /// Keep the local tip on a conflict branch, in this folder of branches.
    case keepTip(CommitID, folder: String)
    /// Add an entry to the log of replays, behind `previous`.
    case recordReplay(entry: CommitID, previous: CommitID?)
    /// Remember a tip that the remote took back, so that nothing brings it back.
    case withdraw(CommitID)
    /// Remember the remote's tip as accepted.
    case accept(CommitID)
    /// Remember that the remote was accepted without the branch.
    case acceptAbsence
    /// Move the branch by compare-and-swap.
    case moveBranch(from: CommitID?, to: CommitID, reason: String)

    /// What the harness calls it.
    package var name: String {
        switch self {
        case .keepTip: "conflict-branch"
        case .recordReplay: "replayed"
        case .withdraw: "withdrawn"
        case .accept, .acceptAbsence: "accepted"
        case .moveBranch: "branch-moved"
        }
    }
}

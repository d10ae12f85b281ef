import GitModel
import LiveData
import Reconcile

/// A decision with the snapshot it leads to, worked out from one look at the refs.
///
/// Holds only as long as the local tip and the served snapshot are those it was made from.
struct ReloadPlan: Sendable {
    let local: CommitID?
    let served: Snapshot?
    let remote: CommitID?
    let decision: ReconcileDecision
    let ahead: Int
    let behind: Int
    /// Nil: what is served is right already.
    let candidate: Candidate?
    let decideTime: Duration
    let buildTime: Duration

    /// The commit the branch has when the plan is carried out.
    var target: CommitID? {
        if case .fastForward(let commit) = decision { commit } else { local }
    }
}

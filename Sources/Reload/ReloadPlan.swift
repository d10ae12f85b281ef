import GitAccess
import GitModel
import LiveData
import Reconcile

/// A decision with the effects and the snapshot it leads to, worked out from one look at the refs.
///
/// Holds only as long as the local tip, what is accepted of the remote and the served snapshot are
/// those it was made from.
struct ReloadPlan: Sendable {
    var local: CommitID?
    var accepted: AcceptedBefore
    var served: Snapshot?
    var outcome: ReconcileOutcome
    /// The commit the branch has when the plan is carried out.
    var target: CommitID?
    var effects: [ReconcileEffect] = []
    /// Nil: what is served is right already.
    var candidate: Candidate?
    var ahead = 0
    var behind = 0
    /// Local commits that were upstream already.
    var dropped: [CommitID] = []
    /// What stood in the way of a replay; empty without an escape.
    var conflicts: [MergeConflict] = []
    /// Whether the remote has `target` without a push.
    var isOnRemote = true
    var decideTime: Duration = .zero
    var buildTime: Duration = .zero

    /// Takes over what a course does to the references.
    mutating func follow(_ course: ReconcileCourse) {
        outcome = course.outcome
        target = course.target
        effects = course.effects
        isOnRemote = course.isOnRemote
    }

    /// Where an escape keeps the local tip.
    var conflictFolder: String? {
        for case .keepTip(_, let folder) in effects { return folder }
        return nil
    }
}

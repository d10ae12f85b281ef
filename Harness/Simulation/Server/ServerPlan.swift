import GitModel
import Reconcile

/// A decision with the effects and the content it leads to: the simulated counterpart of a plan of
/// the server, whose own needs the search index.
struct ServerPlan: Sendable {
    /// What is ready to be served.
    struct Candidate: Sendable {
        let commit: CommitID?
        let files: ObjectBook.Files
    }

    let local: CommitID?
    let accepted: AcceptedBefore
    let served: ServerMemory.Served?
    var course: ReconcileCourse
    /// Nil: what is served is right already.
    var candidate: Candidate?
    var dropped: [CommitID] = []
}

/// How a reload ended.
enum ReloadEnd: Sendable {
    case done(ServerReport)
    case refused(SimulatedRefusal)
    /// The process died on the way.
    case died
}

/// A reload that succeeded.
struct ServerReport: Sendable {
    let outcome: ReconcileOutcome
    let target: CommitID?
    let dropped: [CommitID]
    var conflictBranch: ConflictBranch?
    var isPushed: Bool
}

import GitAccess
import GitModel
import LiveData

/// A batch of writes with its commits on disk and the snapshot they lead to; nothing of it is
/// visible yet.
struct PreparedBatch: Sendable {
    /// What one request of the batch comes to.
    enum Outcome: Sendable {
        case refused(WriteRefusal)
        /// Everything was as asked for already.
        case unchanged([WriteReport.Operation])
        /// The number of its commit.
        case commit(Int, [WriteReport.Operation])
    }

    /// What was served, and where the branch was, when it was made.
    let served: Snapshot
    let tip: CommitID?
    /// One a request, in their order.
    var outcomes: [Outcome]
    /// A chain on `tip`.
    let commits: [CommitInfo]
    /// Nil: what is served is right already.
    let candidate: Candidate?

    /// Where the branch goes.
    var target: CommitID? { commits.last?.id ?? tip }

    /// The answers once `snapshot`, which contains the target, is served.
    func results(in snapshot: Snapshot) -> [WriteResult] {
        outcomes.map { outcome in
            switch outcome {
            case .refused(let refusal): .refused(refusal)
            case .unchanged(let operations):
                .done(
                    WriteReport(
                        commit: snapshot.commit, swapped: false, operations: operations,
                        snapshot: snapshot))
            case .commit(let number, let operations):
                .done(
                    WriteReport(
                        commit: commits[number].id, swapped: true, operations: operations,
                        snapshot: snapshot))
            }
        }
    }

    /// The answers when nothing of it became visible; `refusal` is asked for each commit.
    func results(refusing refusal: (CommitID) -> WriteRefusal) -> [WriteResult] {
        outcomes.map { outcome in
            switch outcome {
            case .refused(let refusal): .refused(refusal)
            case .unchanged(let operations):
                .done(
                    WriteReport(
                        commit: served.commit, swapped: false, operations: operations,
                        snapshot: served))
            case .commit(let number, _): .refused(refusal(commits[number].id))
            }
        }
    }
}

import GitModel
import Reconcile

/// What others are asked about.
extension Simulation {
    /// Keeps a reload whose start leaves nothing open, so that others can judge it too.
    func consult(
        _ end: ReloadEnd, from commits: (local: CommitID?, remote: CommitID?),
        _ predictions: [Ledger: Prediction], _ policy: ReconcilePolicy
    ) {
        guard step.index <= plan.steps.count, predictions.count == 1,
            let (ledger, predicted) = predictions.first, predicted != .refused("fetch-failed"),
            let remote = commits.remote.flatMap({ book.number(of: $0) })
        else { return }
        let word =
            switch end {
            case .done(let report): report.outcome.rawValue
            case .refused(let refusal): refusal.code
            case .died: "died"
            }
        consultations.append(
            Consultation(
                step: step.index, command: step.name,
                local: commits.local.flatMap { book.number(of: $0) }, remote: remote,
                accepted: ledger.accepted.flatMap { book.number(of: $0) },
                withdrawn: ledger.withdrawn.compactMap { book.number(of: $0) }.sorted(),
                replays: policy.replays, adoption: policy.adoption?.rawValue, predicted: predicted,
                simulated: word))
    }
}

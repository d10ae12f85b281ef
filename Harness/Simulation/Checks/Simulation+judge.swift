import GitModel
import Reconcile

/// Reloads beside what the model says of them.
extension Simulation {
    /// What a reload starts from.
    private struct Before {
        let local: CommitID?
        let remote: CommitID?
        /// Nil: the server is not up yet.
        let generation: Int?
        let conflicts: [RefName: CommitID]
        /// What the model says, by what the server may remember.
        let predictions: [Ledger: Prediction]
        let isRewritten: Set<Ledger>
    }

    func judgedReload(explicit: Bool, adopting adoption: Adoption?) async -> ReloadEnd {
        guard isAlive else { return .died }
        let policy = policy(explicit: explicit, adopting: adoption)
        return await judged(policy) { await $0.reload(policy) }
    }

    func judgedBoot() async -> ReloadEnd {
        await judged(.reconcile) { await $0.boot() }
    }

    private func judged(
        _ policy: ReconcilePolicy, _ body: (isolated Simulation) async -> ReloadEnd
    ) async -> ReloadEnd {
        noteLedgers()
        if let adoption = policy.adoption { noteAdoption(adoption) }
        let before = before(policy)
        let end = await body(self)
        switch end {
        case .done(let report):
            marks.insert(.outcome(report.outcome.rawValue))
            if policy.adoption != nil { marks.insert(.event("adopted")) }
        case .refused(let refusal):
            marks.insert(.outcome(refusal.code))
        case .died: step.isDisturbed = true
        }
        let words = Set(before.predictions.values.map(\.word))
        story.note(end, predicted: words.count == 1 && !step.isDisturbed ? words.first : nil)
        if !step.hadCommand, case .refused = end { checkUnchanged(since: before) }
        if !step.isDisturbed {
            consult(end, from: (before.local, before.remote), before.predictions, policy)
            compare(end, before, policy)
        } else if !step.hadCommand {
            compareDespiteFailure(end, before)
        }
        return end
    }

    private func noteAdoption(_ adoption: Adoption) {
        step.adoption = adoption
        switch adoption {
        case .remoteRewritten: audit.isAdopted = true
        // Told to make the branch again, the server pushes what the remote had once.
        case .remoteBranchMissing: audit.published = CommitSet()
        case .unrelatedHistories: break
        }
    }

    private func before(_ policy: ReconcilePolicy) -> Before {
        let fault = step.faults[step.networkCalls + 1] ?? brokenNetwork
        let lookFails = fault != nil && fault != .declined
        var predictions: [Ledger: Prediction] = [:]
        var rewritten: Set<Ledger> = []
        for ledger in audit.ledgers {
            let seen = observation(ledger, lookFails: lookFails)
            if seen.isRewritten { rewritten.insert(ledger) }
            predictions[ledger] = ReferenceModel.predict(
                seen, replays: policy.replays, adopting: policy.adoption)
        }
        return Before(
            local: localTip, remote: originTip,
            generation: isAlive ? memory.generation : nil,
            conflicts: conflicts, predictions: predictions, isRewritten: rewritten)
    }

    private var conflicts: [RefName: CommitID] {
        refs.filter { ConflictBranch(ref: $0.key) != nil }
    }

    private func checkUnchanged(since before: Before) {
        if localTip != before.local {
            violate(
                "old-state-on-failure",
                "the branch went from \(name(before.local)) to \(name(localTip))")
        }
        if conflicts != before.conflicts {
            violate("old-state-on-failure", "conflict branches changed")
        }
        if let generation = before.generation, memory.generation != generation {
            violate("old-state-on-failure", "another snapshot is served")
        }
    }

    /// What of the model's predictions came true decides what the server remembers now.
    private func compare(_ end: ReloadEnd, _ before: Before, _ policy: ReconcilePolicy) {
        var next: Set<Ledger> = []
        var why = ""
        for (ledger, prediction) in before.predictions {
            if let difference = difference(end, prediction, before) {
                why = "predicted \(prediction.word), \(difference)"
                continue
            }
            var ledger = ledger
            if case .done = end {
                if before.isRewritten.contains(ledger), let accepted = ledger.accepted {
                    ledger.withdrawn.insert(accepted)
                }
                ledger.accepted = before.remote
                ledger.isAbsenceAccepted = before.remote == nil
            }
            next.insert(ledger)
        }
        guard !next.isEmpty else { return violate("outcome-as-predicted", why) }
        audit.ledgers = next
    }

    /// A disk that failed may be why nothing was done, and never why something else was done.
    private func compareDespiteFailure(_ end: ReloadEnd, _ before: Before) {
        switch end {
        case .died: return
        case .refused(let refusal) where ["local-damaged", "storage-full"].contains(refusal.code):
            return
        case .refused, .done: break
        }
        let differences = before.predictions.values.map { difference(end, $0, before) }
        guard differences.contains(nil) else {
            return violate("outcome-as-predicted", "a disk failed, and it was no error")
        }
    }

    /// Nil: what happened is what was predicted.
    private func difference(
        _ end: ReloadEnd, _ prediction: Prediction, _ before: Before
    ) -> String? {
        guard case .done(let report) = end else {
            guard case .refused(let refusal) = end else { return "and the process died" }
            return prediction == .refused(refusal.code) ? nil : "got \(refusal.code)"
        }
        guard prediction.word == report.outcome.rawValue else {
            return "got \(report.outcome.rawValue)"
        }
        if report.isPushed, originTip != localTip {
            return "said to be pushed, and the remote is at \(name(originTip))"
        }
        if memory.served?.commit != localTip { return "and something else is served" }
        switch prediction {
        case .refused: return "and it was done"
        case .stays: return localTip == before.local ? nil : "the branch moved"
        case .becomesRemote:
            return localTip == before.remote ? nil : "the branch is at \(name(localTip))"
        case .escaped:
            guard localTip == before.remote else { return "the branch is at \(name(localTip))" }
            let isKept = conflicts.values.contains { $0 == before.local }
            return isKept ? nil : "no branch keeps \(name(before.local))"
        case .replayed(let replayed): return difference(report, replayed, before)
        }
    }

    private func difference(
        _ report: ServerReport, _ replayed: Prediction.Replayed, _ before: Before
    ) -> String? {
        guard let tip = localTip, let onto = before.remote else { return "the branch is gone" }
        let new = book.ancestors(of: tip).subtracting(book.ancestors(of: onto)).numbers
        let words = new.map { book.message(of: book.commit(number: $0)) }
        if words != replayed.kept { return "\(words) are on the remote's tip" }
        if Set(report.dropped) != Set(replayed.dropped) {
            return "dropped \(report.dropped.map { name($0) })"
        }
        return book.records(of: tip) == replayed.records ? nil : "the records differ"
    }
}

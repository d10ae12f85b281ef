import GitAccess
import GitModel
import Reconcile

/// Writes over the API: the order of things is that of the server's `BatchPublisher`.
extension Simulation {
    private static let races = 5

    /// One write, answered or not.
    func write(_ edit: RecordEdit) async {
        guard isAlive, memory.served != nil else { return }
        memory.isLocked = true
        defer { memory.isLocked = false }
        for _ in 0..<Self.races {
            let tip = localTip
            let before = book.records(of: tip)
            let after = edit.applied(to: before, first: [:])
            guard after != before, after.isServable else { return }
            let commit = makeCommit(after, on: tip)
            guard let candidate = try? build(commit, over: memory.served) else { return }
            story.write(from: before, to: after)
            guard (try? await boundary("written")) != nil else { return }
            let performer = ReconcilePerformer(
                repository: self, branch: Self.branch, hooks: hooks)
            let move = ReconcileEffect.moveBranch(from: tip, to: commit, reason: "write")
            do throws(GitError) {
                guard case .done = try await performer.perform([move]) else { continue }
            } catch {
                // Killed in the middle: nobody was told, it may be there or not.
                if isAlive { audit.refused.insert(commit) }
                return
            }
            await swap(to: candidate)
            guard isAlive else { return }
            acknowledge(commit)
            memory.isLocked = false
            memory.toldTip = commit
            _ = await runDaemon()
            return
        }
    }

    private func acknowledge(_ commit: CommitID) {
        log.add("acknowledged", name(commit), book.number(of: commit) ?? -1)
        marks.insert(.event("acknowledged"))
        audit.own.append(commit)
        checkNothingLost()
        checkServed()
    }
}

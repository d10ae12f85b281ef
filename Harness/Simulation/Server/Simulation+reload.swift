import GitAccess
import GitModel
import Reconcile

/// Reloads: the order of things is that of the server's `Reloader` and `Integrator`.
extension Simulation {
    /// How often a branch may have a third value before the server gives up.
    private static let races = 5

    /// One look at the remote with all that follows from it.
    func reload(_ policy: ReconcilePolicy) async -> ReloadEnd {
        memory.isReloading = true
        defer { memory.isReloading = false }
        let before = AcceptedBefore(refs[Self.branch.acceptedRef])
        let sighting = RemoteSighting(await look())
        guard isAlive else { return .died }
        return await integrate(sighting, policy, since: before)
    }

    func integrate(
        _ sighting: RemoteSighting, _ policy: ReconcilePolicy, since before: AcceptedBefore?
    ) async -> ReloadEnd {
        await point("after-fetched")
        do throws(SimulatedRefusal) {
            let early = try await makePlan(for: sighting, since: before, policy)
            // Until the lock is held, writes go on.
            await point("planned")
            memory.isLocked = true
            defer { memory.isLocked = false }
            var report = try await perform(sighting, since: before, policy, early: early)
            memory.isLocked = false
            report = await tell(report, isReconciled: sighting != .notConfigured)
            return isAlive ? .done(report) : .died
        } catch {
            if isAlive, let reason = error.halting {
                memory.look = .refused(reason)
                _ = await runDaemon()
            }
            return isAlive ? .refused(error) : .died
        }
    }

    /// Runs under the data lock.
    private func perform(
        _ sighting: RemoteSighting, since before: AcceptedBefore?, _ policy: ReconcilePolicy,
        early: ServerPlan
    ) async throws(SimulatedRefusal) -> ServerReport {
        var plan = early
        for attempt in 0..<Self.races {
            let isStale = memory.served != plan.served || localTip != plan.local
            if mutant != .staleSwap, isStale || attempt > 0 {
                plan = try await makePlan(for: sighting, since: before, policy)
            }
            if let report = try await publish(plan) { return report }
        }
        throw SimulatedRefusal("local-damaged")
    }

    /// Moves the references, then swaps. Nil: the branch had a third value.
    private func publish(_ plan: ServerPlan) async throws(SimulatedRefusal) -> ServerReport? {
        let performer = ReconcilePerformer(
            repository: self, branch: Self.branch, hooks: hooks)
        var kept: ConflictBranch?
        do throws(GitError) {
            switch try await performer.perform(
                plan.course.effects, after: plan.accepted)
            {
            case .stale where mutant == .staleSwap: break
            case .stale: return nil
            case .done(let branch): kept = branch
            }
        } catch {
            throw SimulatedRefusal(error)
        }
        if let candidate = plan.candidate { await swap(to: candidate) }
        return ServerReport(
            outcome: plan.course.outcome, target: plan.course.target, dropped: plan.dropped,
            conflictBranch: kept, isPushed: plan.course.isOnRemote)
    }

    /// The one assignment that makes a candidate the served one, or what a mutant makes of it.
    func swap(to candidate: ServerPlan.Candidate) async {
        await point("before-swapped")
        guard isAlive else { return }
        let new = ServerMemory.Served(commit: candidate.commit, files: candidate.files)
        if mutant == .tornSwap, let old = memory.served {
            let half = Set(new.files.keys.sorted().prefix((new.files.count + 1) / 2))
            let mixed = new.files.filter { half.contains($0.key) }
                .merging(old.files.filter { !half.contains($0.key) }) { first, _ in first }
            show(ServerMemory.Served(commit: new.commit, files: mixed))
        }
        if mutant == .wrongCommit, let old = memory.served {
            show(ServerMemory.Served(commit: new.commit, files: old.files))
        } else {
            show(new)
        }
        await point("after-swapped")
    }

    private func show(_ served: ServerMemory.Served) {
        memory.served = served
        memory.generation += 1
        log.add("swapped", name(served.commit), memory.generation)
        checkAnswer()
    }

    /// Tells the push daemon, and lets it try what is due.
    private func tell(_ report: ServerReport, isReconciled: Bool) async -> ServerReport {
        await point("before-push-told")
        guard isAlive else { return report }
        memory.toldTip = report.target
        if isReconciled { memory.look = .reconciled }
        await point("after-push-told")
        let isComplete = await runDaemon()
        guard !report.isPushed, isAlive else { return report }
        var report = report
        report.isPushed = isComplete
        if isComplete, let kept = report.conflictBranch {
            report.isPushed = refs[kept.pushedRef] != nil
        }
        return report
    }
}

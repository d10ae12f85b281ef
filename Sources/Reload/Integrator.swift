package import GitAccess
package import GitModel
package import LiveData
package import Reconcile

/// Brings branch and snapshot in line with a sighting of the remote: decide → replay → build →
/// move the refs → swap.
///
/// Everything that can fail happens before the branch moves (DESIGN §1). The building is tried
/// outside the data lock first and done again inside only if something moved meanwhile.
package struct Integrator: Sendable {
    let repository: GitRepository
    let branch: BranchName
    package let observer: RemoteObserver
    let builder: SnapshotBuilder
    let live: LiveSnapshot
    let lock: DataLock
    let effects: Effects
    let replay: Replay
    let replayLog: ReplayLog
    let committer: Identity
    let push: PushLink?
    /// Asks the remote whether a branch has the name of the folder of conflict branches.
    let conflictsTaken: @Sendable () async -> Bool
    let clock = ContinuousClock()

    package init(
        repository: GitRepository, branch: BranchName, builder: SnapshotBuilder,
        live: LiveSnapshot, lock: DataLock, effects: Effects, replay: Replay,
        committer: Identity = .livetree, push: PushLink? = nil,
        conflictsTaken: @escaping @Sendable () async -> Bool = { false }
    ) {
        self.repository = repository
        self.branch = branch
        self.observer = RemoteObserver(repository: repository, branch: branch)
        self.builder = builder
        self.live = live
        self.lock = lock
        self.effects = effects
        self.replay = replay
        self.replayLog = ReplayLog(repository: repository, branch: branch)
        self.committer = committer
        self.push = push
        self.conflictsTaken = conflictsTaken
    }

    /// Carries out what the sighting asks for, as far as the policy allows; on a refusal nothing
    /// has changed. `before`: what was accepted when the look began, where pushes may have landed
    /// since.
    package func integrate(
        _ sighting: RemoteSighting, _ policy: ReconcilePolicy, since before: AcceptedBefore? = nil
    ) async -> ReloadResult {
        let start = clock.now
        await effects.hooks.point("after-fetched")
        var result = await attempt(sighting, since: before, policy)
        switch result {
        case .done(let report): result = .done(await tell(report, sighting))
        case .refused(let refusal):
            if case .reconcile(let why) = refusal.reason { push?.refuse(why) }
        }
        if case .refused(let plain) = result {
            var refusal = await advising(plain)
            refusal.oldCommit = live.current?.commit
            refusal.remoteCommit = refusal.remoteCommit ?? sighting.commit
            result = .refused(refusal)
        }
        result.duration = clock.now - start
        return result
    }

    /// Serves the local branch as it is, without a word about the remote: the way out at boot
    /// when the remote cannot be read or its state is refused.
    package func serveLocal() async -> ReloadResult {
        await integrate(.notConfigured, .refuse)
    }

    private func attempt(
        _ sighting: RemoteSighting, since before: AcceptedBefore?, _ policy: ReconcilePolicy
    ) async -> ReloadResult {
        let replan = { (folder: String?) async throws(ReloadRefusal) in
            try await self.plan(
                for: sighting, since: before, policy, conflictFolder: folder)
        }
        do {
            let early = try await replan(nil)
            return try await lock.withLock { try await perform(early, replan) }
        } catch let refusal as ReloadRefusal {
            return .refused(refusal)
        } catch {
            return .refused(ReloadRefusal(.shuttingDown))
        }
    }

    /// Runs under the data lock.
    private func perform(
        _ early: ReloadPlan, _ replan: (String?) async throws(ReloadRefusal) -> ReloadPlan
    ) async throws(ReloadRefusal) -> ReloadResult {
        var plan = early
        // No network under the lock: a branch in the way is then met when creating ours.
        let folder = early.conflictFolder ?? ConflictBranch.folders[0]
        for attempt in 0..<Limits.referenceRaces {
            if try await isStale(plan) || attempt > 0 {
                plan = try await replan(folder)
            }
            if let report = try await publish(plan) { return .done(report) }
        }
        throw ReloadRefusal(
            .localDamaged("\(branch.ref) keeps moving under us: is another program writing it?"))
    }

    private func isStale(_ plan: ReloadPlan) async throws(ReloadRefusal) -> Bool {
        if live.current !== plan.served { return true }
        do { return try await observer.localTip() != plan.local } catch { throw .init(error) }
    }

    /// Moves the refs, then swaps. Nil: something else moved them, nothing was moved here.
    private func publish(_ plan: ReloadPlan) async throws(ReloadRefusal) -> ReloadReport? {
        let start = clock.now
        let performer = ReconcilePerformer(
            repository: repository, branch: branch, hooks: effects.hooks)
        let kept: ConflictBranch?
        do {
            switch try await performer.perform(plan.effects, after: plan.accepted) {
            case .stale: return nil
            case .done(let branch): kept = branch
            }
        } catch {
            throw .init(error)
        }
        if let candidate = plan.candidate {
            await effects.hooks.point("before-swapped")
            effects.swap(live, candidate.snapshot)
            await effects.hooks.point("after-swapped")
        }
        var report = report(on: plan, swapTime: clock.now - start)
        report.conflictBranch = kept
        return report
    }

    /// Wakes the push daemon once the lock is released, and waits for it a moment where the
    /// report would otherwise not know whether the remote has the result.
    private func tell(_ report: ReloadReport, _ sighting: RemoteSighting) async -> ReloadReport {
        guard let push else { return report }
        await effects.hooks.point("before-push-told")
        push.tell(report.newCommit, sighting != .notConfigured)
        await effects.hooks.point("after-push-told")
        guard !report.pushed else { return report }
        var report = report
        report.pushed = await push.settle()
        if report.pushed, let kept = report.conflictBranch {
            // A branch that must not be pushed is not waited for.
            report.pushed = (try? await repository.tip(of: kept.pushedRef)) != nil
        }
        return report
    }

    private func report(on plan: ReloadPlan, swapTime: Duration) -> ReloadReport {
        var report = ReloadReport(outcome: plan.outcome)
        report.swapped = plan.candidate != nil
        report.oldCommit = plan.served?.commit ?? plan.local
        report.newCommit = plan.target
        report.ahead = plan.ahead
        report.behind = plan.behind
        report.pushed = plan.isOnRemote
        report.dropped = plan.dropped
        report.conflicts = plan.conflicts
        report.changedRecords = plan.candidate?.changes.count ?? 0
        report.timings.decide = plan.decideTime
        report.timings.build = plan.buildTime
        report.timings.swap = swapTime
        return report
    }
}

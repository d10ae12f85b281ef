package import GitAccess
package import GitModel
package import LiveData
import Reconcile

/// Brings branch and snapshot in line with a sighting of the remote: decide → build → move the
/// ref → swap.
///
/// Everything that can fail happens before the ref moves (DESIGN §1). The building is tried
/// outside the data lock first and done again inside only if something moved meanwhile.
package struct Integrator: Sendable {
    let repository: GitRepository
    let branch: BranchName
    let observer: RemoteObserver
    let builder: SnapshotBuilder
    let live: LiveSnapshot
    let lock: DataLock
    let effects: Effects
    private let clock = ContinuousClock()

    package init(
        repository: GitRepository, branch: BranchName, builder: SnapshotBuilder,
        live: LiveSnapshot, lock: DataLock, effects: Effects
    ) {
        self.repository = repository
        self.branch = branch
        self.observer = RemoteObserver(repository: repository, branch: branch)
        self.builder = builder
        self.live = live
        self.lock = lock
        self.effects = effects
    }

    /// Carries out what the sighting asks for; on a refusal nothing has changed.
    package func integrate(_ sighting: RemoteSighting) async -> ReloadResult {
        let start = clock.now
        var result = await attempt(sighting)
        let duration = clock.now - start
        switch result {
        case .done(var report):
            report.duration = duration
            result = .done(report)
        case .refused(var refusal):
            refusal.duration = duration
            refusal.oldCommit = live.current?.commit
            refusal.remoteCommit = refusal.remoteCommit ?? sighting.commit
            result = .refused(refusal)
        }
        return result
    }

    /// Serves the local branch as it is, without a word about the remote: the way out at boot
    /// when the remote cannot be read or its state is refused.
    package func serveLocal() async -> ReloadResult {
        await integrate(.notConfigured)
    }

    private func attempt(_ sighting: RemoteSighting) async -> ReloadResult {
        do {
            let early = try await plan(for: sighting)
            return try await lock.withLock { try await perform(sighting, early: early) }
        } catch let refusal as ReloadRefusal {
            return .refused(refusal)
        } catch {
            return .refused(ReloadRefusal(.shuttingDown))
        }
    }

    /// Runs under the data lock.
    private func perform(
        _ sighting: RemoteSighting, early: ReloadPlan
    ) async throws(ReloadRefusal) -> ReloadResult {
        var plan = early
        for attempt in 0..<Limits.referenceRaces {
            if try await isStale(plan) || attempt > 0 { plan = try await self.plan(for: sighting) }
            if let report = try await publish(plan) { return .done(report) }
        }
        throw ReloadRefusal(
            .localDamaged("\(branch.ref) keeps moving under us: is another program writing it?"))
    }

    private func isStale(_ plan: ReloadPlan) async throws(ReloadRefusal) -> Bool {
        if live.current !== plan.served { return true }
        do { return try await observer.localTip() != plan.local } catch { throw .init(error) }
    }

    /// Moves the refs, then swaps. Nil: the branch had a third value, nothing was moved.
    private func publish(_ plan: ReloadPlan) async throws(ReloadRefusal) -> ReloadReport? {
        let start = clock.now
        do {
            guard try await moveReferences(plan) else { return nil }
        } catch {
            throw .init(error)
        }
        if let candidate = plan.candidate { effects.swap(live, candidate.snapshot) }
        return report(on: plan, swapTime: clock.now - start)
    }

    /// False: the branch had a third value. Unless the branch moved, everything is as it was.
    private func moveReferences(_ plan: ReloadPlan) async throws(GitError) -> Bool {
        guard let remote = plan.remote else { return true }
        // First, so that a crash between the two never makes a published commit look ours.
        let before = try await observer.accept(remote)
        guard case .fastForward(let target) = plan.decision else { return true }
        do throws(GitError) {
            let move = try await repository.move(
                branch.ref, from: plan.local, to: target, reason: "livetree: fast-forward")
            if case .moved = move { return true }
        } catch {
            try await observer.takeBack(remote, to: before)
            throw error
        }
        try await observer.takeBack(remote, to: before)
        return false
    }

    private func report(on plan: ReloadPlan, swapTime: Duration) -> ReloadReport {
        var report = ReloadReport(outcome: .inSync)
        switch plan.decision {
        case .inSync: if plan.candidate != nil { report.outcome = .fastForwarded }
        case .fastForward: report.outcome = .fastForwarded
        case .pushAhead:
            report.outcome = .pushedAhead
            report.pushed = false
        case .refuse: preconditionFailure("a refusal is never published")
        }
        if plan.served == nil, plan.decision == .inSync { report.outcome = .inSync }
        report.swapped = plan.candidate != nil
        report.oldCommit = plan.served?.commit ?? plan.local
        report.newCommit = plan.target
        report.ahead = plan.ahead
        report.behind = plan.behind
        report.changedRecords = plan.candidate?.changes.count ?? 0
        report.timings.decide = plan.decideTime
        report.timings.build = plan.buildTime
        report.timings.swap = swapTime
        return report
    }
}

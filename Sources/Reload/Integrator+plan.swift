import GitAccess
import GitModel
import LiveData
import Reconcile

extension Integrator {
    /// Observes, decides, replays and builds; moves nothing. Throws the decision's refusal.
    ///
    /// `conflictFolder`: where an escape goes; nil asks the remote what is free there.
    func plan(
        for sighting: RemoteSighting, since before: AcceptedBefore?, _ policy: ReconcilePolicy,
        conflictFolder: String?
    ) async throws(ReloadRefusal) -> ReloadPlan {
        let start = clock.now
        let served = live.current
        let observation = await observer.observe(sighting, since: before)
        let decision = ReconcileDecision.decide(observation, policy)
        let decided = clock.now
        let frame = ReloadPlan(
            local: observation.local.tip, accepted: observation.accepted, served: served,
            outcome: .inSync, target: observation.local.tip)
        var plan = try await plan(for: decision, observation, frame, conflictFolder)
        if case .tip(let remote) = observation.remote, let relation = remote.relation {
            (plan.ahead, plan.behind) = (relation.ahead, relation.behind)
        }
        plan.decideTime = decided - start
        plan.buildTime = clock.now - decided
        return plan
    }

    private func plan(
        for decision: ReconcileDecision, _ observation: ReconcileObservation,
        _ frame: ReloadPlan, _ conflictFolder: String?
    ) async throws(ReloadRefusal) -> ReloadPlan {
        if case .refuse(let why) = decision { throw ReloadRefusal(deciding: why) }
        if case .replay(let order) = decision {
            return try await replayPlan(order, frame, conflictFolder)
        }
        guard let course = ReconcileCourse(decision, on: observation) else {
            preconditionFailure("\(decision) has no course")
        }
        var plan = frame
        plan.follow(course)
        plan.candidate = try await build(plan.target, over: plan.served)
        switch decision {
        case .inSync:
            // Without a remote the branch may have moved by itself.
            let isNew = plan.served != nil && plan.candidate != nil
            if observation.remote == .notConfigured, isNew { plan.outcome = .fastForwarded }
        case .pushAhead(remote: nil): plan.ahead = try await length(of: plan.local)
        case .pushAhead, .fastForward, .takeOver, .replay, .refuse: break
        }
        return plan
    }

    private func length(of tip: CommitID?) async throws(ReloadRefusal) -> Int {
        guard let tip else { return 0 }
        do {
            return try await repository.countCommits(from: tip, excluding: [])
        } catch {
            throw ReloadRefusal(error)
        }
    }

    /// Nil when `target` is what `served` shows.
    func build(
        _ target: CommitID?, over served: Snapshot?
    ) async throws(ReloadRefusal) -> Candidate? {
        if let served, served.commit == target { return nil }
        let commit: CommitInfo?
        do {
            if let target {
                commit = try await repository.info(of: target)
            } else {
                commit = nil
            }
        } catch {
            throw ReloadRefusal(error)
        }
        do {
            // Searching may come later than reading only where nothing is served yet.
            return try await builder.build(
                commit: commit, over: served, indexing: served == nil ? .laterWhenLarge : .now)
        } catch {
            throw ReloadRefusal(error)
        }
    }
}

import GitAccess
import GitModel
import LiveData
import Reconcile

extension Integrator {
    /// Observes, decides, replays and builds; moves nothing. Throws the decision's refusal.
    ///
    /// `conflictFolder`: where an escape goes; nil asks the remote what is free there.
    func plan(
        for sighting: RemoteSighting, _ policy: ReconcilePolicy, conflictFolder: String?
    ) async throws(ReloadRefusal) -> ReloadPlan {
        let start = clock.now
        let served = live.current
        let observation = await observe(sighting)
        let decision = ReconcileDecision.decide(observation, policy)
        let decided = clock.now
        let frame = ReloadPlan(
            local: observation.local.tip, served: served, outcome: .inSync,
            target: observation.local.tip)
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
        var plan = frame
        switch decision {
        case .refuse(let why): throw ReloadRefusal(deciding: why)
        case .inSync:
            plan.effects = acceptance(of: observation.remote)
            plan.candidate = try await build(plan.local, over: plan.served)
            // Without a remote the branch may have moved by itself.
            let isNew = plan.served != nil && plan.candidate != nil
            if observation.remote == .notConfigured, isNew { plan.outcome = .fastForwarded }
        case .fastForward(let remote):
            plan.outcome = .fastForwarded
            plan.target = remote
            plan.effects = [.accept(remote), move(plan.local, remote, "fast-forward")]
            plan.candidate = try await build(remote, over: plan.served)
        case .pushAhead(let remote):
            plan.outcome = .pushedAhead
            plan.isOnRemote = false
            plan.effects = [remote.map { .accept($0) } ?? .acceptAbsence]
            plan.candidate = try await build(plan.local, over: plan.served)
            if remote == nil { plan.ahead = try await length(of: plan.local) }
        case .takeOver(let remote, let withdrawn):
            plan.outcome = plan.local == remote ? .inSync : .fastForwarded
            plan.target = remote
            plan.effects = withdrawn.map { [.withdraw($0)] } ?? []
            plan.effects += [.accept(remote)]
            if plan.local != remote {
                plan.effects.append(move(plan.local, remote, "rewritten remote adopted"))
            }
            plan.candidate = try await build(remote, over: plan.served)
        case .replay(let order):
            plan = try await replayPlan(order, frame, conflictFolder)
        }
        return plan
    }

    func move(_ from: CommitID?, _ to: CommitID, _ reason: String) -> ReconcileEffect {
        .moveBranch(from: from, to: to, reason: reason)
    }

    private func acceptance(of remote: RemoteObservation) -> [ReconcileEffect] {
        switch remote {
        case .tip(let tip): [.accept(tip.commit)]
        case .empty(accepted: false): [.acceptAbsence]
        case .notConfigured, .failed, .empty, .branchMissing: []
        }
    }

    private func length(of tip: CommitID?) async throws(ReloadRefusal) -> Int {
        guard let tip else { return 0 }
        do {
            return try await repository.countCommits(from: tip, excluding: [])
        } catch {
            throw ReloadRefusal(error)
        }
    }

    private func observe(_ sighting: RemoteSighting) async -> ReconcileObservation {
        do throws(GitError) {
            let local = try await observer.localTip()
            let remote: RemoteObservation
            switch sighting {
            case .notConfigured: remote = .notConfigured
            case .empty: remote = .empty(accepted: try await observer.hasAccepted())
            case .branchMissing: remote = .branchMissing
            case .tip(let commit):
                remote = .tip(try await observer.observe(local: local, remote: commit))
            case .failed(let failure): remote = .failed(failure)
            }
            return ReconcileObservation(
                local: local.map { .tip($0) } ?? .none, remote: remote,
                absenceAccepted: try await observer.isAbsenceAccepted())
        } catch {
            return ReconcileObservation(
                local: .damaged("\(error.operation): \(error.message)"), remote: .notConfigured)
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

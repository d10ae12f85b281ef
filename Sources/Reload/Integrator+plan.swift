import GitAccess
import GitModel
import LiveData
import Reconcile

extension Integrator {
    /// Observes, decides and builds; moves nothing. Throws the decision's refusal.
    func plan(for sighting: RemoteSighting) async throws(ReloadRefusal) -> ReloadPlan {
        let clock = ContinuousClock()
        let start = clock.now
        let served = live.current
        let observation = try await observe(sighting)
        let decision = ReconcileDecision.decide(observation)
        if case .refuse(let why) = decision { throw ReloadRefusal(.reconcile(why)) }
        let decided = clock.now
        var target = observation.local
        if case .fastForward(let commit) = decision { target = commit }
        let candidate = try await build(target, over: served)
        let relation = relation(in: observation)
        return ReloadPlan(
            local: observation.local, served: served, remote: sighting.commit, decision: decision,
            ahead: relation.ahead, behind: relation.behind, candidate: candidate,
            decideTime: decided - start, buildTime: clock.now - decided)
    }

    private func observe(
        _ sighting: RemoteSighting
    ) async throws(ReloadRefusal) -> ReconcileObservation {
        do {
            let local = try await observer.localTip()
            let remote: RemoteObservation
            switch sighting {
            case .notConfigured: remote = .notConfigured
            case .empty: remote = .empty
            case .branchMissing: remote = .branchMissing
            case .tip(let commit):
                remote = .tip(try await observer.observe(local: local, remote: commit))
            case .failed(let failure): throw ReloadRefusal(failure)
            }
            return ReconcileObservation(local: local, remote: remote)
        } catch let error as GitError {
            throw ReloadRefusal(error)
        } catch let refusal as ReloadRefusal {
            throw refusal
        } catch {
            preconditionFailure("observing throws two kinds of error only: \(error)")
        }
    }

    private func relation(in observation: ReconcileObservation) -> (ahead: Int, behind: Int) {
        guard case .tip(let remote) = observation.remote, let relation = remote.relation else {
            return (0, 0)
        }
        return (relation.ahead, relation.behind)
    }

    /// Nil when `target` is what `served` shows.
    private func build(
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

import GitAccess
import GitModel
import LiveData
import Reconcile
import Sheets

extension Integrator {
    /// The plan for histories that diverged: the local commits replayed, or, when one conflicts
    /// or the result cannot be served, the local tip kept aside and the remote's tip served.
    func replayPlan(
        _ order: ReplayOrder, _ frame: ReloadPlan, _ conflictFolder: String?
    ) async throws(ReloadRefusal) -> ReloadPlan {
        guard let local = frame.local else {
            preconditionFailure("there is nothing to replay without a local commit")
        }
        let result: ReplayResult
        do throws(GitError) {
            let published = try await observer.published(
                without: order.onto, accepted: frame.accepted.commit)
            result = try await replay.replay(
                local, onto: order.onto, published: published, at: effects.hooks.now())
        } catch {
            throw ReloadRefusal(error)
        }
        switch result {
        case .conflict(let conflict):
            return try await escapePlan(order, frame, conflict.files, conflictFolder)
        case .clean(let history):
            switch try await judge(history.tip, onto: order.onto, frame.served) {
            case .servable(let candidate):
                return try await rebasePlan(order, frame, history, candidate, local)
            case .unservable(let problems):
                return try await escapePlan(order, frame, problems, conflictFolder)
            }
        }
    }

    private enum Judgement {
        case servable(Candidate?)
        case unservable([MergeConflict])
    }

    /// A replay that cannot be read back is a conflict, unless the remote's own tree is the bad
    /// one: then the refusal that names it is thrown.
    private func judge(
        _ tip: CommitID, onto remote: CommitID, _ served: Snapshot?
    ) async throws(ReloadRefusal) -> Judgement {
        do {
            let candidate = try await build(tip, over: served)
            guard tip != remote, let candidate, candidate.snapshot.problemCount > 0 else {
                return .servable(candidate)
            }
            // Bad records are served around (CFP_DATA_BAD_RECORDS=skip); a replay may add none.
            let theirs = try await build(remote, over: served)?.snapshot.problems ?? []
            let added = candidate.snapshot.problems.filter { !theirs.contains($0) }
            return added.isEmpty
                ? .servable(candidate) : .unservable(added.map(MergeConflict.init(unreadable:)))
        } catch {
            guard case .rebuildFailed(_, let problems, _) = error.reason, tip != remote else {
                throw error
            }
            _ = try await build(remote, over: served)
            return .unservable(problems.map(MergeConflict.init(unreadable:)))
        }
    }

    private func rebasePlan(
        _ order: ReplayOrder, _ frame: ReloadPlan, _ history: ReplayedHistory,
        _ candidate: Candidate?, _ local: CommitID
    ) async throws(ReloadRefusal) -> ReloadPlan {
        var plan = frame
        do throws(GitError) {
            let log = try await replayLog.prepare(
                history, original: local, committer: committer, at: effects.hooks.now())
            plan.follow(ReconcileCourse(replaying: order, local: local, as: history.tip, log: log))
        } catch {
            throw ReloadRefusal(error)
        }
        plan.candidate = candidate
        plan.dropped = history.dropped
        return plan
    }

    private func escapePlan(
        _ order: ReplayOrder, _ frame: ReloadPlan, _ conflicts: [MergeConflict],
        _ conflictFolder: String?
    ) async throws(ReloadRefusal) -> ReloadPlan {
        guard let local = frame.local else {
            preconditionFailure("there is nothing to keep without a local commit")
        }
        var plan = frame
        plan.candidate = try await build(order.onto, over: frame.served)
        var folder = conflictFolder
        if folder == nil {
            folder = ConflictBranch.folders[await conflictsTaken() ? 1 : 0]
        }
        plan.follow(
            ReconcileCourse(
                escaping: order, local: local, folder: folder ?? ConflictBranch.folders[0]))
        plan.conflicts = conflicts
        return plan
    }
}

extension MergeConflict {
    /// A file of a merged tree that cannot be read back.
    fileprivate init(unreadable problem: SheetProblem) {
        self.init(
            path: problem.path,
            reason: "the merged file cannot be read: "
                + (problem.line.map { "line \($0): " } ?? "") + problem.reason)
    }
}

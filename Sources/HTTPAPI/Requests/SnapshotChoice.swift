import GitAccess
import GitModel
import LiveData
import Reconcile
import Reload

/// Which snapshot a read is answered from: the served one, or, with `minCommit`, the first that
/// contains that commit.
enum SnapshotChoice {
    static func snapshot(
        for target: RequestTarget, _ state: APIState
    ) async throws(APIError) -> Snapshot {
        let wait = try wait(target.first("wait"))
        guard let text = target.first("minCommit") else {
            guard let snapshot = state.live.current else { throw .noSnapshot }
            return snapshot
        }
        guard let commit = CommitHint(text) else {
            throw .badRequest("minCommit is not a commit id: 4 to 40 hexadecimal digits")
        }
        if let now = try await served(containing: commit, state) { return now }
        return try await firstSwap(containing: commit, within: wait, state)
    }

    /// Returns once the served commit contains this one, or after `limit`.
    static func wait(for commit: String, within limit: Duration, _ state: APIState) async {
        guard let commit = CommitHint(commit) else { return }
        _ = try? await firstSwap(containing: commit, within: limit, state)
    }

    private static func wait(_ text: String?) throws(APIError) -> Duration {
        guard let text else { return .zero }
        guard let duration = DurationText.parse(text), duration >= .zero else {
            throw .badRequest("wait is not a duration", hint: "write it like wait=5s or wait=250ms")
        }
        return min(duration, Limits.minCommitWait)
    }

    private static func firstSwap(
        containing commit: CommitHint, within wait: Duration, _ state: APIState
    ) async throws(APIError) -> Snapshot {
        let found: Result<Snapshot, APIError>? = await withTaskGroup { group in
            group.addTask { () -> Result<Snapshot, APIError>? in
                while !Task.isCancelled {
                    let generation = state.live.current?.generation
                    do throws(APIError) {
                        if let snapshot = try await served(containing: commit, state) {
                            return .success(snapshot)
                        }
                    } catch {
                        return .failure(error)
                    }
                    await state.live.waitForSwap(after: generation)
                }
                return nil
            }
            group.addTask {
                try? await Task.sleep(for: wait)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
        guard let found else { throw .notYet(commit.hex) }
        return try found.get()
    }

    private static func served(
        containing commit: CommitHint, _ state: APIState
    ) async throws(APIError) -> Snapshot? {
        guard let snapshot = state.live.current, let tip = snapshot.commit else { return nil }
        if commit.hex == tip.hex { return snapshot }
        guard let site = state.data.site else { return nil }
        let escaped: ConflictBranch?
        do {
            guard let wanted = try await site.repository.resolve(abbreviated: commit.hex) else {
                return nil
            }
            if try await site.repository.isAncestor(wanted, of: tip) { return snapshot }
            let log = ReplayLog(repository: site.repository, branch: state.branch)
            if let replayed = try await log.replayed(wanted),
                try await site.repository.isAncestor(replayed, of: tip)
            {
                return snapshot
            }
            escaped = try await conflictBranch(keeping: wanted, in: state.branch, site)
        } catch {
            throw .internalError("the history could not be read: \(error.message)")
        }
        if let escaped { throw .commitEscaped(commit.hex, branch: escaped) }
        return nil
    }

    /// The branch that keeps a commit which could not be replayed.
    private static func conflictBranch(
        keeping commit: CommitID, in served: BranchName, _ site: OpenData.Site
    ) async throws(GitError) -> ConflictBranch? {
        // A commit that is on its way into the branch is no escaped one.
        if let tip = try await site.repository.tip(of: served.ref),
            try await site.repository.isAncestor(commit, of: tip)
        {
            return nil
        }
        for folder in ConflictBranch.folders {
            for ref in try await site.repository.refs(prefix: "refs/heads/\(folder)/") {
                guard let branch = ConflictBranch(ref: ref.name) else { continue }
                if try await site.repository.isAncestor(commit, of: ref.commit) { return branch }
            }
        }
        return nil
    }
}

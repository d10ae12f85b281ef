package import GitAccess
package import GitModel

/// Carries out the effects of a decision on references, in order.
///
/// When one fails, or the branch has a third value, those before it are undone as far as that
/// matters: whoever looks next sees what was there before.
package struct ReconcilePerformer: Sendable {
    private let repository: any GitStore
    private let branch: BranchName
    private let observer: RemoteObserver
    private let hooks: EffectHooks

    package init(repository: any GitStore, branch: BranchName, hooks: EffectHooks) {
        self.repository = repository
        self.branch = branch
        self.hooks = hooks
        observer = RemoteObserver(repository: repository, branch: branch)
    }

    /// How carrying out a list of effects ended.
    package enum Ending: Equatable, Sendable {
        /// All of them happened; the conflict branch is the one that keeps the tip, if any.
        case done(ConflictBranch?)
        /// The branch, or what is accepted of the remote, had another value than the decision was
        /// made for.
        case stale
    }

    private enum Undo {
        case takeBack(CommitID, before: CommitID?)
        case release(ConflictBranch, tip: CommitID)
    }

    /// Performs all effects, or leaves the branch, its accepted tip and the conflict branches as
    /// they were. `accepted`: what was accepted of the remote when they were decided; nil where
    /// none of them is about that.
    package func perform(
        _ effects: [ReconcileEffect], after accepted: AcceptedBefore? = nil
    ) async throws(GitError) -> Ending {
        var undo: [Undo] = []
        var kept: ConflictBranch?
        for effect in effects {
            do throws(GitError) {
                await hooks.point("before-\(effect.name)")
                if let error = hooks.fail(effect.name) { throw error }
                if hooks.replaces(effect) { continue }
                let isDone = try await perform(effect, accepted, kept: &kept, undo: &undo)
                await hooks.point("after-\(effect.name)")
                if isDone { continue }
            } catch {
                try await revert(undo)
                throw error
            }
            try await revert(undo)
            return .stale
        }
        return .done(kept)
    }

    /// False: a reference had another value.
    private func perform(
        _ effect: ReconcileEffect, _ accepted: AcceptedBefore?, kept: inout ConflictBranch?,
        undo: inout [Undo]
    ) async throws(GitError) -> Bool {
        switch effect {
        case .keepTip(let tip, let folder):
            let (branch, isNew) = try await keep(tip, in: folder)
            kept = branch
            if isNew { undo.append(.release(branch, tip: tip)) }
        case .recordReplay(let entry, let previous):
            // A lost race leaves the log without this entry, and the plan is made again.
            return try await move(branch.replayedRef, previous, entry, "replay recorded")
        case .withdraw(let tip):
            guard try await repository.tip(of: tip.withdrawnRef) == nil else { break }
            _ = try await move(tip.withdrawnRef, nil, tip, "withdrawn by the remote")
        case .accept(let remote):
            guard let before = try await observer.accept(remote, after: accepted) else {
                return false
            }
            undo.append(.takeBack(remote, before: before.commit))
        case .acceptAbsence: try await observer.acceptAbsence()
        case .moveBranch(let from, let to, let reason):
            return try await move(branch.ref, from, to, reason)
        }
        return true
    }

    private func move(
        _ ref: RefName, _ from: CommitID?, _ to: CommitID, _ reason: String
    ) async throws(GitError) -> Bool {
        try await repository.move(ref, from: from, to: to, reason: "livetree: \(reason)") == .moved
    }

    private func revert(_ undo: [Undo]) async throws(GitError) {
        for step in undo.reversed() {
            switch step {
            case .takeBack(let commit, let before):
                try await observer.takeBack(commit, to: before)
            case .release(let branch, let tip):
                _ = try await repository.delete(branch.branch.ref, expecting: tip)
            }
        }
    }

    /// The conflict branch that keeps `tip`: one that does already, or a new one.
    private func keep(
        _ tip: CommitID, in folder: String
    ) async throws(GitError) -> (ConflictBranch, isNew: Bool) {
        for name in ConflictBranch.folders {
            for ref in try await repository.refs(prefix: "refs/heads/\(name)/")
            where ref.commit == tip {
                if let branch = ConflictBranch(ref: ref.name) { return (branch, false) }
            }
        }
        for name in [folder] + ConflictBranch.folders.filter({ $0 != folder }) {
            // A branch with the folder's name is in the way.
            if let taken = BranchName(name), try await repository.tip(of: taken.ref) != nil {
                continue
            }
            return (try await create(at: tip, in: name), true)
        }
        throw GitError(
            code: .exists, category: .reference, operation: "git_transaction_set_target",
            message: "branches called \(ConflictBranch.folders.joined(separator: " and ")) are in "
                + "the way of a conflict branch: rename one")
    }

    private func create(at tip: CommitID, in folder: String) async throws(GitError)
        -> ConflictBranch
    {
        let now = hooks.now()
        for number in 1...Limits.conflictBranchesPerSecond {
            let branch = ConflictBranch(at: now, number: number, folder: folder)
            if try await move(branch.branch.ref, nil, tip, "conflict escaped") { return branch }
        }
        throw GitError(
            code: .limitExceeded, category: .reference, operation: "git_transaction_set_target",
            message: "\(Limits.conflictBranchesPerSecond) conflict branches within a second")
    }
}

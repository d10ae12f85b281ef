import Reconcile

/// A deliberately wrong server of the simulation: one effect or port replaced. The simulation must
/// find each by itself, or it proves nothing.
package enum SimulatedMutant: String, CaseIterable, Sendable {
    /// Serves half of the new records beside half of the old ones for a moment.
    case tornSwap = "torn-swap"
    /// Serves what was built before the branch went elsewhere.
    case staleSwap = "stale-swap"
    /// Names the new commit and keeps serving the old records.
    case wrongCommit = "wrong-commit"
    /// Serves and answers a write before the branch has it.
    case ackBeforeCommit = "ack-before-commit"
    /// Says that everything was pushed, and pushes nothing.
    case ackBeforePush = "ack-before-push"
    /// Forces every push.
    case forcePush = "force-push"
    /// Pushes again at once what was refused.
    case retryRefusal = "retry-nff"
    /// Pushes to short names of branches.
    case shortNames = "short-ref-names"
    /// Takes a conflict branch for pushed that was not.
    case ignoreConflictFailure = "ignore-conflict-push-failure"
    /// Never remembers what the remote had.
    case forgetAccepted = "forget-accepted"
    /// Escapes a conflict without keeping the commits.
    case escapeWithoutBranch = "escape-without-branch"
    /// Makes a conflict branch over one that is there.
    case overwriteConflictBranch = "two-arg-update-ref"
    /// Serves a tree that cannot be read.
    case swallowLoadError = "swallow-load-error"
    /// Takes an error of the repository for a conflict.
    case anyErrorIsConflict = "any-error-is-conflict"
    /// Counts no commit as ahead.
    case counterSaysZero = "counter-says-zero"
    /// Replays what was published once and taken back.
    case noForkPoint = "no-fork-point"

    /// Whether this effect does not happen.
    func leavesOut(_ effect: ReconcileEffect) -> Bool {
        switch (self, effect) {
        case (.ackBeforeCommit, .moveBranch(_, _, "write")): true
        case (.forgetAccepted, .accept): true
        case (.escapeWithoutBranch, .keepTip): true
        default: false
        }
    }
}

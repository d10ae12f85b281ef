import GitAccess
import Push
import Reconcile

/// A reload or write that changed nothing, in the words of the contract.
struct SimulatedRefusal: Error, Hashable, Sendable {
    let code: String

    init(_ code: String) { self.code = code }

    init(_ error: GitError) {
        code = error.isStorageFull ? "storage-full" : "local-damaged"
    }

    init(_ refusal: ReconcileRefusal) {
        code =
            switch refusal {
            case .nonFastForward: "non-fast-forward"
            case .remoteRewritten: "remote-rewritten"
            case .unrelatedHistories: "unrelated-histories"
            case .remoteBranchMissing: "remote-branch-missing"
            case .fetchFailed: "fetch-failed"
            case .localDamaged: "local-damaged"
            }
    }

    /// Why nothing is pushed while this is what a look at the remote comes to; nil where the remote
    /// was not seen.
    var halting: PushReason? {
        switch code {
        case "non-fast-forward", "remote-rewritten", "unrelated-histories": .nonFastForward
        case "remote-branch-missing": .remoteBranchMissing
        default: nil
        }
    }
}

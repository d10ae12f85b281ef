import Cluster
import Reconcile
import Reload

extension Readiness {
    /// Nil: nothing is open yet.
    init(_ result: ReloadResult?) {
        switch result {
        case .done: self = .ready
        case nil: self = .unreachable
        case .refused(let refusal):
            self =
                switch refusal.reason {
                case .fetchFailed, .reconcile(.fetchFailed), .commitMismatch, .tooManyWaiting,
                    .shuttingDown:
                    .unreachable
                case .reconcile, .branchMismatch, .rebuildFailed, .localDamaged, .storageFull:
                    .refused
                }
        }
    }
}

import GitAccess
import LiveData
import Reconcile

extension ReloadRefusal {
    /// A decision to change nothing.
    init(deciding refusal: ReconcileRefusal) {
        switch refusal {
        case .fetchFailed(let failure): self.init(failure)
        case .localDamaged(let message): self.init(.localDamaged(message))
        default: self.init(.reconcile(refusal))
        }
    }

    /// A repository that could not be read or written.
    init(_ error: GitError) {
        self.init(
            error.isStorageFull
                ? .storageFull(error.message)
                : .localDamaged("\(error.operation): \(error.message)"))
    }

    /// A fetch that failed; trouble on this machine is not told as the remote's.
    init(_ failure: TransportFailure) {
        switch failure.side {
        case .remote: self.init(.fetchFailed(failure))
        case .local: self.init(.localDamaged(failure.message))
        case .storageFull: self.init(.storageFull(failure.message))
        }
    }

    /// A snapshot that could not be built.
    init(_ error: SnapshotError) {
        switch error {
        case .unservable(let commit, let problems, let count):
            self.init(.rebuildFailed(commit: commit, problems: problems, count: count))
        case .git(let error): self.init(error)
        case .search(let message, storageFull: true): self.init(.storageFull(message))
        case .search(let message, storageFull: false):
            self.init(.localDamaged("search index: \(message)"))
        case .stopping: self.init(.shuttingDown)
        }
    }
}

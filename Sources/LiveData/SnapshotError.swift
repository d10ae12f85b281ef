package import GitAccess
package import GitModel
package import Sheets

/// Why a snapshot could not be built. Nothing that is served has changed.
package enum SnapshotError: Error, Sendable {
    /// The tree holds what cannot be served: the first `Limits.listedProblems` of `count`.
    case unservable(commit: CommitID?, problems: [SheetProblem], count: Int)
    /// The repository could not be read.
    case git(GitError)
    /// The search index could not be written. `storageFull`: the disk is.
    case search(String, storageFull: Bool)
    /// The server is stopping.
    case stopping

    /// What an operator does about it.
    package var hint: String {
        switch self {
        case .unservable:
            "correct the files named in a new commit, or set CFP_DATA_BAD_RECORDS=skip"
        case .git: "check the folder CFP_DATA_REPO_PATH with `git fsck`"
        case .search(_, storageFull: true): "free space on the disk of the search index"
        case .search(_, storageFull: false): "restart: the search index is rebuilt from the branch"
        case .stopping: "try again when the server is back"
        }
    }

    /// True when the disk is full, whoever noticed it.
    package var isStorageFull: Bool {
        switch self {
        case .unservable, .stopping: false
        case .git(let error): error.isStorageFull
        case .search(_, let storageFull): storageFull
        }
    }
}

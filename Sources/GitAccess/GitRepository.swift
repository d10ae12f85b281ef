/// One bare repository on disk: its references, commits, trees and blobs, through libgit2.
///
/// One thread at a time, on a queue of its own. Child objects of libgit2 never leave the method
/// that made them. Objects and references that another process adds are seen without reopening.
package actor GitRepository {
    /// The bare folder.
    package nonisolated let path: String
    private let handle: RenewedRepository
    private let executor: SerialQueueExecutor

    /// The handle, the same throughout one call of a method: none of them suspends.
    var repository: Repository {
        get throws(GitError) { try handle.current(in: executor.jobs) }
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Opens an existing bare repository. Who owns the folder does not matter, nor does any
    /// configuration outside of it. Anything else than `.bare` by `kind(at:)` is an error; only to
    /// read, the `.git` folder of a work tree may be opened too.
    package init(at path: String, allowingWorkTree: Bool = false) throws(GitError) {
        self.path = path
        executor = SerialQueueExecutor(label: "livetree.git")
        handle = try RenewedRepository(at: path, allowingWorkTree: allowingWorkTree)
    }

    private init(gatheringAt path: String) throws(GitError) {
        self.path = path
        executor = SerialQueueExecutor(label: "livetree.git.gathering")
        handle = try RenewedRepository(at: path, gathering: GatheredObjects())
    }

    /// The same repository once more, which keeps what is written to it in memory until `settle()`:
    /// many objects, one pack and three fsyncs. Nothing else sees them before.
    package nonisolated func gathering() async throws(GitError) -> any GatheringStore {
        try GitRepository(gatheringAt: path)
    }

    /// Makes what was gathered durable, for everybody to see.
    package func settle() throws(GitError) {
        _ = try repository
        try handle.gathered?.settle(in: path)
    }

    /// Settles early what is too much to be kept in memory.
    func settleWhatIsTooMuch() throws(GitError) {
        guard let gathered = handle.gathered, gathered.size > Limits.gatheredBytes else { return }
        try settle()
    }

    /// Closes the handle until it is used again, to have less memory meanwhile.
    package func rest() { handle.rest() }

    /// What is at `path`; changes nothing there.
    package static func kind(at path: String) -> FolderKind {
        RepositoryFolder.kind(at: path)
    }
}

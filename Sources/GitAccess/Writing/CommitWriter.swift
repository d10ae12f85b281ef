import CLibgit2
package import GitModel

/// Writes commits of file edits durably: the objects only, no reference moves.
///
/// One at a time, on a queue of its own and with its own libgit2 handle.
package actor CommitWriter {
    private let path: String
    private let handle: RenewedRepository
    private let pack: ChainPack
    /// The last commit written.
    private var tip: CommitInfo?
    private var cache = TreeCache(limit: Limits.writtenTreeBytes)
    private let executor: SerialQueueExecutor

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Opens the bare repository at `path`.
    package init(at path: String) throws(GitError) {
        self.path = path
        pack = try ChainPack()
        executor = SerialQueueExecutor(label: "livetree.commits")
        handle = try RenewedRepository(at: path)
    }

    /// Writes the commits as a chain on `base` (nil: the first is a root commit).
    ///
    /// When this returns every object is durable and other handles and processes can read it. A
    /// removal of a missing file and a put of equal content change nothing; a commit that changes
    /// nothing is still written. New and replaced files are 100644; a folder that gets empty
    /// disappears. A message with a NUL, a time before 1970 and a path git cannot name are errors.
    package func write(
        _ commits: [NewCommit], onto base: CommitID?
    ) throws(GitError) -> ChainWrite {
        let repository = try handle.current(in: executor.jobs)
        let root = try tree(of: base, in: repository)
        var chain = CommitChain(onto: base, root: root, in: repository, cache: cache)
        for (index, commit) in commits.enumerated() {
            if let path = try chain.add(commit) { return .clash(index: index, path: path) }
        }
        try pack.write(chain, to: path)
        for tree in chain.trees { cache.keep(tree.id, tree.tree, insteadOf: tree.old) }
        tip = chain.commits.last ?? tip
        return .written(chain.commits)
    }

    /// Closes the handle until it is used again, to have less memory meanwhile.
    package func rest() { handle.rest() }

    private func tree(
        of commit: CommitID?, in repository: Repository
    ) throws(GitError) -> ObjectID? {
        guard let commit else { return nil }
        if let tip, tip.id == commit { return tip.tree.object }
        let raw = try repository.bytes(of: commit.object, type: GIT_OBJECT_COMMIT)
        guard let content = CommitContent(id: commit, raw: raw) else {
            throw GitError(
                code: .invalid, category: .objectStore, operation: "git_odb_read",
                message: "commit \(commit) does not start with a tree and its parents")
        }
        return content.tree.object
    }

    /// Whether a commit can put a file at `path`: git refuses some names everywhere, others because
    /// some file system would take them for `.git`.
    package nonisolated static func isUsable(path: String) -> Bool { EditFolder.isUsable(path) }

    /// The name a blob will have; writes nothing.
    package nonisolated static func blobID(of bytes: [UInt8]) throws(GitError) -> BlobID {
        try Libgit2.start()
        return BlobID(try ObjectID(naming: bytes, as: GIT_OBJECT_BLOB))
    }
}

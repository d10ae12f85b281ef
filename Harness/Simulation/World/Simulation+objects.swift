import GitAccess
import GitModel

/// The objects of the server's clone.
extension Simulation {
    func emptyTree() throws(GitError) -> TreeID {
        try requireAlive()
        return book.tree([:])
    }

    func files(in tree: TreeID, below path: String?) throws(GitError) -> [TreeFile] {
        try requireAlive()
        let prefix = path.map { $0 + "/" } ?? ""
        return book.content(of: tree).filter { $0.key.hasPrefix(prefix) }
            .sorted { $0.key < $1.key }
            .map { TreeFile(path: $0.key, mode: $0.value.mode, id: $0.value.blob) }
    }

    func changes(from old: TreeID?, to new: TreeID?) throws(GitError) -> [TreeChange] {
        try requireAlive()
        let before = old.map { book.content(of: $0) } ?? [:]
        let after = new.map { book.content(of: $0) } ?? [:]
        let paths = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
        return paths.sorted().map { path in
            TreeChange(
                path: path,
                old: before[path].map { TreeFile(path: path, mode: $0.mode, id: $0.blob) },
                new: after[path].map { TreeFile(path: path, mode: $0.mode, id: $0.blob) })
        }
    }

    func requireStored(_ files: [TreeFile]) throws(GitError) { try requireAlive() }

    func blob(_ id: BlobID) throws(GitError) -> [UInt8] {
        try requireAlive()
        return book.content(of: id) ?? []
    }

    func blobSize(_ id: BlobID) throws(GitError) -> Int { try blob(id).count }

    func merge(
        base: TreeID?, ours: TreeID, theirs: TreeID,
        resolve: @escaping @Sendable (ContestedFile) throws(GitError) -> Resolution
    ) async throws(GitError) -> TreeMerge {
        try await act("merge")
        let old = base.map { book.content(of: $0) } ?? [:]
        let (left, right) = (book.content(of: ours), book.content(of: theirs))
        var result = left
        var conflicts: [MergeConflict] = []
        for path in Set(old.keys).union(right.keys).sorted() {
            let sides = (old[path], left[path], right[path])
            if sides.1 == sides.2 || sides.0 == sides.2 { continue }
            if sides.0 == sides.1 {
                result[path] = right[path]
                continue
            }
            guard let ours = sides.1, let theirs = sides.2 else {
                conflicts.append(MergeConflict(path: path, reason: "deleted and changed"))
                continue
            }
            let file = ContestedFile(
                path: path, base: sides.0.map(version), ours: version(ours),
                theirs: version(theirs))
            switch try resolve(file) {
            case .conflict(let reason):
                conflicts.append(MergeConflict(path: path, reason: reason))
            case .file(let bytes, let mode, _):
                result[path] = ObjectBook.File(mode: mode, blob: book.blob(bytes))
            }
        }
        return conflicts.isEmpty
            ? .clean(book.tree(result), notes: []) : .conflicts(conflicts)
    }

    private func version(_ file: ObjectBook.File) -> FileVersion {
        FileVersion(mode: file.mode, id: file.blob, bytes: book.content(of: file.blob) ?? [])
    }

    func writeCommit(
        tree: TreeID, parents: [CommitID], author: [UInt8], committer: [UInt8],
        encoding: [UInt8]?, message: [UInt8]
    ) async throws(GitError) -> CommitID {
        try await act("commit")
        return book.commit(
            ObjectBook.Commit(
                tree: tree, parents: parents, author: author, committer: committer,
                encoding: encoding, message: message))
    }

    func writeMarker(behind commit: CommitID?) async throws(GitError) -> CommitID {
        let line = Array("Livetree <livetree@localhost> 0 +0000".utf8)
        return try await writeCommit(
            tree: book.tree([:]), parents: commit.map { [$0] } ?? [], author: line, committer: line,
            encoding: nil,
            message: Array("Nothing\n".utf8))
    }

    /// Objects cannot be told by when they become durable here: no reference names them before.
    func gathering() -> any GatheringStore { self }

    func settle() {}
}

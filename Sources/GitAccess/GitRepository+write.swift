import CLibgit2
package import GitModel

extension GitRepository {
    /// Writes a blob, fsynced.
    package func writeBlob(_ bytes: [UInt8]) throws(GitError) -> BlobID {
        BlobID(try write(bytes, GIT_OBJECT_BLOB))
    }

    /// Writes a tree without entries, fsynced.
    package func emptyTree() throws(GitError) -> TreeID {
        TreeID(try write([], GIT_OBJECT_TREE))
    }

    /// Writes a commit whose header and message have exactly the given bytes, fsynced.
    ///
    /// Past libgit2's own signatures, which normalise what they are given: an author line of
    /// another program stays as it was.
    package func writeCommit(
        tree: TreeID, parents: [CommitID], author: [UInt8], committer: [UInt8],
        encoding: [UInt8]?, message: [UInt8]
    ) throws(GitError) -> CommitID {
        // A raw object is written unchecked.
        _ = try repository.size(of: tree.object, type: GIT_OBJECT_TREE)
        var raw = Array("tree \(tree)\n".utf8)
        for parent in parents {
            try requireCommit(parent)
            raw += Array("parent \(parent)\n".utf8)
        }
        raw += Array("author ".utf8) + author + [10]
        raw += Array("committer ".utf8) + committer + [10]
        if let encoding { raw += Array("encoding ".utf8) + encoding + [10] }
        raw += [10] + message
        let id = CommitID(try write(raw, GIT_OBJECT_COMMIT))
        try settleWhatIsTooMuch()
        return id
    }

    private func write(_ bytes: [UInt8], _ type: git_object_t) throws(GitError) -> ObjectID {
        try repository.write(bytes, type)
    }
}

extension Repository {
    /// Adds an object to the store, or to what is gathered.
    func write(_ bytes: [UInt8], _ type: git_object_t) throws(GitError) -> ObjectID {
        let id = try Self.write(bytes, type, to: storePointer)
        gathered?.add(id, type, bytes)
        return id
    }

    /// Adds an object to a store.
    static func write(
        _ bytes: [UInt8], _ type: git_object_t, to store: OpaquePointer
    ) throws(GitError) -> ObjectID {
        var id = git_oid()
        // libgit2 wants an address for zero bytes too.
        let code = (bytes.isEmpty ? [0] : bytes).withUnsafeBytes { buffer in
            git_odb_write(&id, store, buffer.baseAddress, bytes.count, type)
        }
        try check(code, "git_odb_write")
        return ObjectID(id)
    }
}

import CLibgit2
package import GitModel

extension GitRepository {
    /// Whether the object is in the store, also when another process just added it.
    package func hasObject(_ id: ObjectID) throws(GitError) -> Bool {
        var name = id.git
        return try git_odb_exists(repository.storePointer, &name) == 1
    }

    /// All bytes of a blob.
    package func blob(_ id: BlobID) throws(GitError) -> [UInt8] {
        try repository.withBlob(id) { [UInt8]($0) }
    }

    /// The size of a blob in bytes, without reading it.
    package func blobSize(_ id: BlobID) throws(GitError) -> Int {
        try repository.size(of: id.object, type: GIT_OBJECT_BLOB)
    }
}

extension Repository {
    /// The type of an object; an error when it is missing.
    func type(of id: ObjectID) throws(GitError) -> git_object_t {
        var name = id.git
        var size = 0
        var type = GIT_OBJECT_INVALID
        do throws(GitError) {
            try check(git_odb_read_header(&size, &type, storePointer, &name), "git_odb_read_header")
        } catch {
            throw error.naming(id)
        }
        return type
    }
}

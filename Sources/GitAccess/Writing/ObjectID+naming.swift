import CLibgit2
import GitModel

extension ObjectID {
    /// The name of an object with these bytes, by libgit2's collision-detecting SHA-1.
    init(naming bytes: [UInt8], as type: git_object_t) throws(GitError) {
        var id = git_oid()
        // libgit2 wants an address for zero bytes too.
        let code = (bytes.isEmpty ? [0] : bytes).withUnsafeBytes {
            git_odb_hash(&id, $0.baseAddress, bytes.count, type)
        }
        try check(code, "git_odb_hash")
        self = ObjectID(id)
    }
}

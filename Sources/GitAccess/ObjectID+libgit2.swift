import CLibgit2
import GitModel

extension ObjectID {
    init(_ id: git_oid) {
        var id = id
        self = withUnsafeBytes(of: &id) { ObjectID(bytes: $0) }
    }

    /// libgit2's form of the same twenty bytes.
    var git: git_oid {
        var id = git_oid()
        withUnsafeMutableBytes(of: &id) { $0.copyBytes(from: bytes) }
        return id
    }
}

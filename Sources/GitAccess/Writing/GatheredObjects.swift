import CLibgit2
import GitModel

/// Objects that were written and are in memory only, until they become one pack.
///
/// libgit2 reads them through a backend of its own store, so that everything that works on a
/// repository works on them too. Kept here as well: a handle that is opened anew gets them again.
final class GatheredObjects {
    /// In the order they were written.
    private var objects: [(id: ObjectID, type: git_object_t, bytes: [UInt8])] = []
    private var known: Set<ObjectID> = []
    /// Of the objects, not deflated.
    private(set) var size = 0
    /// Belongs to the store of the handle that is in use.
    private var backend: UnsafeMutablePointer<git_odb_backend>?

    /// Has `store` keep in memory what is written to it from now on, with what was gathered.
    func attach(to store: OpaquePointer) throws(GitError) {
        var made: UnsafeMutablePointer<git_odb_backend>?
        try check(git_mempack_new(&made), "git_mempack_new")
        // Before any other backend: 1 and 2 are those for loose objects and for packs.
        let code = git_odb_add_backend(store, made, 1000)
        if code != 0 { made?.pointee.free?(made) }
        try check(code, "git_odb_add_backend")
        backend = made
        for object in objects { _ = try Repository.write(object.bytes, object.type, to: store) }
    }

    func has(_ id: ObjectID) -> Bool { known.contains(id) }

    /// Notes an object that was written.
    func add(_ id: ObjectID, _ type: git_object_t, _ bytes: [UInt8]) {
        guard known.insert(id).inserted else { return }
        objects.append((id, type, bytes))
        size += bytes.count
    }

    /// Writes all of it as one pack into the repository at `path`, durably, and forgets it.
    func settle(in path: String) throws(GitError) {
        guard !objects.isEmpty else { return }
        let pack = try PackWriter(in: path, count: objects.count)
        // Trees are many and full of names that do not deflate.
        let (quick, thorough) = (try Deflater(level: 1), try Deflater(level: 6))
        for (id, type, bytes) in objects {
            let deflater = type == GIT_OBJECT_TREE ? quick : thorough
            try pack.add(
                id, head: PackEntry.head(of: type, size: bytes.count), [try deflater.object(bytes)])
        }
        _ = try pack.finish()
        objects = []
        known = []
        size = 0
        // Found in the pack from now on.
        try check(git_mempack_reset(backend), "git_mempack_reset")
    }
}

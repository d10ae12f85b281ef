import CLibgit2
import GitModel
import Glibc

/// Reads loose objects in libgit2's place, as a backend of its object store.
///
/// libgit2's own reader never ends when the file ends before the object does, as after a power cut
/// (`git_zstream_get_output` waits for bytes that never come; seen with 1.5.1).
enum LooseObjects {
    /// What libgit2 knows, and behind it what is ours.
    private struct Backend {
        var parent: git_odb_backend
        /// The folder of the objects, a C string of ours.
        let folder: UnsafeMutablePointer<CChar>
    }

    private typealias Pointer = UnsafeMutablePointer<git_odb_backend>

    /// Has the store of the repository at `path` read its loose objects here.
    static func add(to store: OpaquePointer, at path: String) throws(GitError) {
        var parent = git_odb_backend()
        try check(git_odb_init_backend(&parent, 1), "git_odb_init_backend")
        parent.read = { data, size, type, backend, id in
            guard let backend, let id, let file = LooseObjects.open(id, backend) else {
                return GIT_ENOTFOUND.rawValue
            }
            guard
                let object = LooseFile.read(
                    file, whole: true,
                    allocate: { count in
                        git_odb_backend_data_alloc(backend, count)
                    })
            else { return LooseObjects.damaged(id) }
            data?.pointee = object.data
            size?.pointee = object.size
            type?.pointee = object.type
            return 0
        }
        parent.read_header = { size, type, backend, id in
            guard let backend, let id, let file = LooseObjects.open(id, backend) else {
                return GIT_ENOTFOUND.rawValue
            }
            guard let object = LooseFile.read(file, whole: false, allocate: { _ in nil }) else {
                return LooseObjects.damaged(id)
            }
            size?.pointee = object.size
            type?.pointee = object.type
            return 0
        }
        parent.free = { backend in
            guard let backend else { return }
            let own = LooseObjects.own(backend)
            Glibc.free(own.pointee.folder)
            own.deinitialize(count: 1)
            own.deallocate()
        }
        guard let folder = strdup(path + "/objects") else {
            throw GitError(
                code: .generic, category: .operatingSystem, operation: "strdup",
                message: "out of memory")
        }
        let own = UnsafeMutablePointer<Backend>.allocate(capacity: 1)
        own.initialize(to: Backend(parent: parent, folder: folder))
        let backend = UnsafeMutableRawPointer(own).assumingMemoryBound(to: git_odb_backend.self)
        // Behind the packs, which have the same number, and before libgit2's own, which has 1.
        let code = git_odb_add_backend(store, backend, 2)
        if code != 0 { parent.free?(backend) }
        try check(code, "git_odb_add_backend")
    }

    private static func own(_ backend: Pointer) -> UnsafeMutablePointer<Backend> {
        UnsafeMutableRawPointer(backend).assumingMemoryBound(to: Backend.self)
    }

    /// Nil when there is no such file.
    private static func open(_ id: UnsafePointer<git_oid>, _ backend: Pointer) -> Int32? {
        let name = ObjectID(id.pointee).hex
        let folder = String(cString: own(backend).pointee.folder)
        let file = Glibc.open(
            "\(folder)/\(name.prefix(2))/\(name.dropFirst(2))", O_RDONLY | O_CLOEXEC)
        return file < 0 ? nil : file
    }

    private static func damaged(_ id: UnsafePointer<git_oid>) -> Int32 {
        git_error_set_str(
            Int32(GIT_ERROR_ODB.rawValue),
            "loose object \(ObjectID(id.pointee).hex) is corrupt or ends too early")
        return GIT_ERROR.rawValue
    }
}

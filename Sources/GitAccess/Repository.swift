import CLibgit2
import GitModel
import Glibc

/// An open bare repository with its object store.
///
/// Deliberately not Sendable: whoever opens one keeps it on one thread at a time (an actor).
final class Repository {
    private let repository: Handle<Kinds.Repository>
    private let store: Handle<Kinds.ObjectStore>
    /// Where what is written goes first, if not to the disk.
    let gathered: GatheredObjects?

    var pointer: OpaquePointer { repository.pointer }
    var storePointer: OpaquePointer { store.pointer }

    /// Opens exactly `path`: no search upwards, no environment.
    init(
        at path: String, allowingWorkTree: Bool = false, gathering: GatheredObjects? = nil
    ) throws(GitError) {
        try Libgit2.start()
        switch RepositoryFolder.kind(at: path) {
        case .bare: break
        case .notBare where allowingWorkTree: break
        case let other: throw other.refusal(of: path)
        }
        let flags = GIT_REPOSITORY_OPEN_BARE.rawValue | GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue
        let opened = try Handle<Kinds.Repository>("git_repository_open_ext") {
            git_repository_open_ext(&$0, path, flags, nil)
        }
        let pointer = opened.pointer
        store = try Handle("git_repository_odb") { git_repository_odb(&$0, pointer) }
        repository = opened
        gathered = gathering
        try LooseObjects.add(to: store.pointer, at: path)
        try gathering?.attach(to: store.pointer)
    }

    /// Throws when the folder is no longer there, or no longer a repository's.
    func requireFolder() throws(GitError) {
        let path = String(cString: git_repository_path(pointer))
        guard access(path + "HEAD", F_OK) != 0, errno == ENOENT else { return }
        throw GitError(
            code: .generic, category: .repository, operation: "access",
            message: "the repository is gone: there is no \(path)HEAD")
    }

    /// Calls `body` with the bytes of a blob, valid during the call only.
    func withBlob<Result>(
        _ id: BlobID, _ body: (UnsafeRawBufferPointer) -> Result
    ) throws(GitError) -> Result {
        try withObject(id.object, type: GIT_OBJECT_BLOB, body)
    }

    /// Calls `body` with the bytes of an object of the type, valid during the call only.
    func withObject<Result>(
        _ id: ObjectID, type: git_object_t, _ body: (UnsafeRawBufferPointer) -> Result
    ) throws(GitError) -> Result {
        let object = try stored(id, type: type)
        let size = git_odb_object_size(object.pointer)
        return body(UnsafeRawBufferPointer(start: git_odb_object_data(object.pointer), count: size))
    }

    /// The size in bytes of an object of the type.
    func size(of id: ObjectID, type: git_object_t) throws(GitError) -> Int {
        var name = id.git
        var size = 0
        var actual = GIT_OBJECT_INVALID
        do throws(GitError) {
            try check(
                git_odb_read_header(&size, &actual, storePointer, &name), "git_odb_read_header")
        } catch {
            throw error.naming(id)
        }
        guard actual == type else { throw Self.wrongType(id, wanted: type, actual: actual) }
        return size
    }

    private func stored(
        _ id: ObjectID, type: git_object_t
    ) throws(GitError) -> Handle<Kinds.StoredObject> {
        var name = id.git
        let object: Handle<Kinds.StoredObject>
        do throws(GitError) {
            object = try Handle("git_odb_read") { git_odb_read(&$0, storePointer, &name) }
        } catch {
            throw error.naming(id)
        }
        let actual = git_odb_object_type(object.pointer)
        guard actual == type else { throw Self.wrongType(id, wanted: type, actual: actual) }
        return object
    }

    private static func wrongType(
        _ id: ObjectID, wanted: git_object_t, actual: git_object_t
    ) -> GitError {
        let names = [wanted, actual].map { String(cString: git_object_type2string($0)) }
        return GitError(
            code: .notFound, category: .objectStore, operation: "git_odb_read",
            message: "object \(id.hex) is a \(names[1]), not a \(names[0])")
    }
}

import CLibgit2
package import GitModel

extension GitRepository {
    /// Throws when one of these files is neither gathered nor in the store on disk, naming it.
    ///
    /// Looks with a handle of its own: this one would answer from its cache for an object that was
    /// read before and has been lost since.
    package func requireStored(_ files: [TreeFile]) throws(GitError) {
        guard !files.isEmpty else { return }
        let fresh = try Repository(at: path)
        let gathered = try repository.gathered
        for file in files where file.mode != .gitlink {
            var name = file.id.object.git
            if gathered?.has(file.id.object) == true { continue }
            guard git_odb_exists(fresh.storePointer, &name) == 0 else { continue }
            throw GitError(
                code: .notFound, category: .objectStore, operation: "git_odb_exists",
                message: "object \(file.id) of \(file.path) is missing")
        }
    }
}

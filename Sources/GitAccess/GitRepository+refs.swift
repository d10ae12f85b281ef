import CLibgit2
package import GitModel

extension GitRepository {
    /// The commit `ref` names; nil when there is no such reference. An error when it is damaged,
    /// or when what it names is missing or no commit.
    package func tip(of ref: RefName) throws(GitError) -> CommitID? {
        try repository.tip(of: ref)
    }

    /// Every reference whose full name starts with `prefix` and that names a commit, by name.
    /// References to other objects (annotated tags) are left out.
    package func refs(prefix: String) throws(GitError) -> [RefTip] {
        let repository = try repository
        let iterator = try Handle<Kinds.ReferenceIterator>("git_reference_iterator_new") {
            git_reference_iterator_new(&$0, repository.pointer)
        }
        var tips: [RefTip] = []
        var text: UnsafePointer<CChar>?
        while true {
            let code = git_reference_next_name(&text, iterator.pointer)
            if code == GIT_ITEROVER.rawValue { break }
            try check(code, "git_reference_next_name")
            guard let text, let name = RefName(String(cString: text)),
                name.text.hasPrefix(prefix), let commit = try directCommit(of: name)
            else { continue }
            tips.append(RefTip(name: name, commit: commit))
        }
        return tips.sorted { $0.name.text < $1.name.text }
    }

    /// The commit of a reference, nil when it vanished meanwhile or names something else.
    private func directCommit(of name: RefName) throws(GitError) -> CommitID? {
        var id = git_oid()
        let code = try git_reference_name_to_id(&id, repository.pointer, name.text)
        guard try found(code, "git_reference_name_to_id") else { return nil }
        let object = ObjectID(id)
        guard try repository.type(of: object) == GIT_OBJECT_COMMIT else { return nil }
        return CommitID(object)
    }

    func requireCommit(_ commit: CommitID) throws(GitError) {
        _ = try repository.size(of: commit.object, type: GIT_OBJECT_COMMIT)
    }
}

extension Repository {
    func tip(of ref: RefName) throws(GitError) -> CommitID? {
        var id = git_oid()
        let code = git_reference_name_to_id(&id, pointer, ref.text)
        guard try found(code, "git_reference_name_to_id") else {
            // In a folder that was taken away no reference is found either.
            try requireFolder()
            return nil
        }
        let commit = CommitID(ObjectID(id))
        _ = try size(of: commit.object, type: GIT_OBJECT_COMMIT)
        return commit
    }
}

import CLibgit2
package import GitModel

extension GitRepository {
    /// Reads the parts of a commit that serving needs.
    package func info(of commit: CommitID) throws(GitError) -> CommitInfo {
        var id = commit.object.git
        let handle = try Handle<Kinds.Commit>("git_commit_lookup") {
            git_commit_lookup(&$0, repository.pointer, &id)
        }
        var parents: [CommitID] = []
        for index in 0..<git_commit_parentcount(handle.pointer) {
            guard let parent = git_commit_parent_id(handle.pointer, index) else { continue }
            parents.append(CommitID(ObjectID(parent.pointee)))
        }
        guard let tree = git_commit_tree_id(handle.pointer) else {
            throw GitError.last(GIT_ERROR.rawValue, "git_commit_tree_id")
        }
        return CommitInfo(
            id: commit, tree: TreeID(ObjectID(tree.pointee)), parents: parents,
            committedAt: git_commit_time(handle.pointer))
    }

    /// Counts what each tip has that the other has not, and finds their best common ancestor.
    package func relation(
        local: CommitID, remote: CommitID
    ) throws(GitError) -> BranchRelation {
        if local == remote { return BranchRelation(ahead: 0, behind: 0, mergeBase: local) }
        var (ours, theirs) = (local.object.git, remote.object.git)
        var (ahead, behind) = (0, 0)
        try check(
            git_graph_ahead_behind(&ahead, &behind, repository.pointer, &ours, &theirs),
            "git_graph_ahead_behind")
        var base = git_oid()
        let code = git_merge_base(&base, repository.pointer, &ours, &theirs)
        let exists = try found(code, "git_merge_base")
        return BranchRelation(
            ahead: ahead, behind: behind, mergeBase: exists ? CommitID(ObjectID(base)) : nil)
    }

    /// Whether `descendant` contains `ancestor`; true when they are equal.
    package func isAncestor(
        _ ancestor: CommitID, of descendant: CommitID
    ) throws(GitError) -> Bool {
        if ancestor == descendant { return true }
        try requireCommit(ancestor)
        var (upper, lower) = (ancestor.object.git, descendant.object.git)
        let code = git_graph_descendant_of(repository.pointer, &lower, &upper)
        return try check(code, "git_graph_descendant_of") == 1
    }

    /// The one commit whose name starts with `hex` (4 to 40 hexadecimal digits).
    ///
    /// Nil when there is none, when several objects start so, or when the object is no commit.
    /// Never git's revision syntax: a branch called `beef` is not looked at. Objects that another
    /// process just added are seen.
    package func resolve(abbreviated hex: String) throws(GitError) -> CommitID? {
        let digits = hex.lowercased()
        guard (4...40).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        else { return nil }
        var prefix = git_oid()
        try check(git_oid_fromstrn(&prefix, digits, digits.utf8.count), "git_oid_fromstrn")
        var raw: OpaquePointer?
        let code = git_object_lookup_prefix(
            &raw, repository.pointer, &prefix, digits.utf8.count, GIT_OBJECT_ANY)
        if code == GIT_EAMBIGUOUS.rawValue {
            git_error_clear()
            return nil
        }
        let object = try Handle<Kinds.Object>.ifFound("git_object_lookup_prefix") { out in
            out = raw
            return code
        }
        guard let object, git_object_type(object.pointer) == GIT_OBJECT_COMMIT,
            let id = git_object_id(object.pointer)
        else { return nil }
        return CommitID(ObjectID(id.pointee))
    }
}

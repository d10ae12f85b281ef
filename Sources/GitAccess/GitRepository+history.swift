import CLibgit2
package import GitModel

extension GitRepository {
    /// Reads the parts of a commit that serving needs.
    package func info(of commit: CommitID) throws(GitError) -> CommitInfo {
        var id = commit.object.git
        let handle: Handle<Kinds.Commit>
        do throws(GitError) {
            let repository = try repository
            handle = try Handle("git_commit_lookup") {
                git_commit_lookup(&$0, repository.pointer, &id)
            }
        } catch {
            throw error.naming(commit.object)
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

    /// Counts what each tip has that the other has not, and finds their best common ancestor. A
    /// missing commit on the way, as in a shallow clone, is an error and never "unrelated".
    package func relation(
        local: CommitID, remote: CommitID
    ) throws(GitError) -> BranchRelation {
        if local == remote { return BranchRelation(ahead: 0, behind: 0, mergeBase: local) }
        var (ours, theirs) = (local.object.git, remote.object.git)
        var (ahead, behind) = (0, 0)
        do throws(GitError) {
            try check(
                git_graph_ahead_behind(&ahead, &behind, repository.pointer, &ours, &theirs),
                "git_graph_ahead_behind")
            var base = git_oid()
            let code = try git_merge_base(&base, repository.pointer, &ours, &theirs)
            let exists = try found(code, "git_merge_base")
            return BranchRelation(
                ahead: ahead, behind: behind, mergeBase: exists ? CommitID(ObjectID(base)) : nil)
        } catch {
            throw explained(error)
        }
    }

    /// Whether `descendant` contains `ancestor`; true when they are equal.
    package func isAncestor(
        _ ancestor: CommitID, of descendant: CommitID
    ) throws(GitError) -> Bool {
        if ancestor == descendant { return true }
        try requireCommit(ancestor)
        var (upper, lower) = (ancestor.object.git, descendant.object.git)
        let code = try git_graph_descendant_of(repository.pointer, &lower, &upper)
        do throws(GitError) {
            return try check(code, "git_graph_descendant_of") == 1
        } catch {
            throw explained(error)
        }
    }

    /// What stands behind a commit that could not be read while histories were compared.
    func explained(_ error: GitError) -> GitError {
        guard FileSystem.size(of: path + "/shallow") ?? 0 > 0 else { return error }
        return GitError(
            code: .unsupported, category: .repository, operation: error.operation,
            message: "\(path) is a shallow clone and its older commits are needed: "
                + "`git fetch --unshallow` (\(error.message))")
    }

    /// The one commit whose name starts with `hex` (4 to 40 hexadecimal digits).
    ///
    /// Nil when no commit starts so, or several do; objects of other types do not count. Never
    /// git's revision syntax: a branch called `beef` is not looked at. Objects that another
    /// process just added are seen.
    package func resolve(abbreviated hex: String) throws(GitError) -> CommitID? {
        let digits = hex.lowercased()
        guard (4...40).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        else { return nil }
        var pending = [digits]
        var commit: CommitID?
        var lookups = 0
        while let prefix = pending.popLast() {
            lookups += 1
            guard lookups <= Limits.prefixLookups else { return nil }
            switch try objects(startingWith: prefix) {
            case .none: continue
            case .several: pending += "0123456789abcdef".map { "\(prefix)\($0)" }
            case .one(let object):
                guard try repository.type(of: object) == GIT_OBJECT_COMMIT else { continue }
                guard commit == nil || commit == CommitID(object) else { return nil }
                commit = CommitID(object)
            }
        }
        return commit
    }

    private enum Match {
        case none
        case one(ObjectID)
        case several
    }

    private func objects(startingWith digits: String) throws(GitError) -> Match {
        var prefix = git_oid()
        try check(git_oid_fromstrn(&prefix, digits, digits.utf8.count), "git_oid_fromstrn")
        var found = git_oid()
        let code = try git_odb_exists_prefix(
            &found, repository.storePointer, &prefix, digits.utf8.count)
        if code == GIT_ENOTFOUND.rawValue || code == GIT_EAMBIGUOUS.rawValue {
            git_error_clear()
            return code == GIT_ENOTFOUND.rawValue ? .none : .several
        }
        try check(code, "git_odb_exists_prefix")
        return .one(ObjectID(found))
    }
}

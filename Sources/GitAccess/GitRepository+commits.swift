import CLibgit2
package import GitModel

extension GitRepository {
    /// Reads a commit exactly as it is stored.
    package func content(of commit: CommitID) throws(GitError) -> CommitContent {
        let raw = try repository.bytes(of: commit.object, type: GIT_OBJECT_COMMIT)
        guard let content = CommitContent(id: commit, raw: raw) else {
            throw GitError(
                code: .invalid, category: .objectStore, operation: "git_odb_read",
                message: "commit \(commit) does not start with a tree and its parents")
        }
        return content
    }

    /// Commits reachable from `tip` and from none of `hidden`, parents before their children, as
    /// `git rev-list --reverse --topo-order` lists them. More than `limit` are an error.
    package func commits(
        from tip: CommitID, excluding hidden: [CommitID], limit: Int
    ) throws(GitError) -> [CommitID] {
        let walk = try walk(from: tip, excluding: hidden)
        try check(
            git_revwalk_sorting(
                walk.pointer, GIT_SORT_TOPOLOGICAL.rawValue | GIT_SORT_REVERSE.rawValue),
            "git_revwalk_sorting")
        var commits: [CommitID] = []
        while let next = try next(walk) {
            guard commits.count < limit else {
                throw GitError(
                    code: .limitExceeded, category: .none, operation: "git_revwalk_next",
                    message: "more than \(limit) commits that only \(tip) has")
            }
            commits.append(next)
        }
        return commits
    }

    /// How many commits are reachable from `tip` and from none of `hidden`.
    package func countCommits(
        from tip: CommitID, excluding hidden: [CommitID]
    ) throws(GitError) -> Int {
        let walk = try walk(from: tip, excluding: hidden)
        var count = 0
        while try next(walk) != nil { count += 1 }
        return count
    }

    private func walk(
        from tip: CommitID, excluding hidden: [CommitID]
    ) throws(GitError) -> Handle<Kinds.RevisionWalk> {
        let repository = try repository
        let walk = try Handle<Kinds.RevisionWalk>("git_revwalk_new") {
            git_revwalk_new(&$0, repository.pointer)
        }
        try add(tip, "git_revwalk_push") { git_revwalk_push(walk.pointer, &$0) }
        for commit in hidden {
            try add(commit, "git_revwalk_hide") { git_revwalk_hide(walk.pointer, &$0) }
        }
        return walk
    }

    private func add(
        _ commit: CommitID, _ operation: String, _ call: (inout git_oid) -> Int32
    ) throws(GitError) {
        var id = commit.object.git
        do throws(GitError) {
            try check(call(&id), operation)
        } catch {
            throw error.naming(commit.object)
        }
    }

    private func next(
        _ walk: borrowing Handle<Kinds.RevisionWalk>
    ) throws(GitError) -> CommitID? {
        var id = git_oid()
        let code = git_revwalk_next(&id, walk.pointer)
        if code == GIT_ITEROVER.rawValue {
            git_error_clear()
            return nil
        }
        do throws(GitError) {
            try check(code, "git_revwalk_next")
        } catch {
            throw explained(error)
        }
        return CommitID(ObjectID(id))
    }
}

extension Repository {
    /// All bytes of an object of the type.
    func bytes(of id: ObjectID, type: git_object_t) throws(GitError) -> [UInt8] {
        try withObject(id, type: type) { [UInt8]($0) }
    }
}

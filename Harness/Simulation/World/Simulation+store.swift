import GitAccess
import GitModel

/// The server's clone. Reading costs nothing and fails only for a dead process; each change is an
/// action with a boundary before and behind it.
extension Simulation: GatheringStore {
    func requireAlive() throws(GitError) {
        guard isAlive else { throw Self.death }
    }

    // MARK: References

    func tip(of ref: RefName) throws(GitError) -> CommitID? {
        try requireAlive()
        return refs[ref]
    }

    func refs(prefix: String) throws(GitError) -> [RefTip] {
        try requireAlive()
        return refs.filter { $0.key.text.hasPrefix(prefix) }
            .map { RefTip(name: $0.key, commit: $0.value) }
            .sorted { $0.name.text < $1.name.text }
    }

    func move(
        _ ref: RefName, from expected: CommitID?, to new: CommitID, reason: String
    ) async throws(GitError) -> RefMove {
        try await act("move")
        let current = refs[ref]
        let overwrites =
            mutant == .overwriteConflictBranch && ConflictBranch(ref: ref) != nil
        guard current == expected || overwrites else { return .stale(current) }
        changeRef(ref, to: new)
        try await boundary("moved")
        return .moved
    }

    func delete(_ ref: RefName, expecting expected: CommitID) async throws(GitError) -> RefMove {
        try await act("delete")
        guard refs[ref] == expected else { return .stale(refs[ref]) }
        changeRef(ref, to: nil)
        try await boundary("deleted")
        return .moved
    }

    func changeRef(_ ref: RefName, to commit: CommitID?) {
        log.add("ref", "\(ref) \(name(refs[ref])) → \(name(commit))", number(commit))
        refs[ref] = commit
        if ref.text.hasPrefix("refs/heads/") { checkNothingLost() }
    }

    private func number(_ commit: CommitID?) -> Int {
        commit.flatMap { book.number(of: $0) } ?? -1
    }

    // MARK: Histories

    func isAncestor(_ ancestor: CommitID, of descendant: CommitID) throws(GitError) -> Bool {
        try requireAlive()
        return book.isAncestor(ancestor, of: descendant)
    }

    func relation(local: CommitID, remote: CommitID) throws(GitError) -> BranchRelation {
        try requireAlive()
        let (ours, theirs) = (book.ancestors(of: local), book.ancestors(of: remote))
        let base = ours.intersection(theirs).last.map { book.commit(number: $0) }
        let ahead = mutant == .counterSaysZero ? 0 : ours.subtracting(theirs).count
        return BranchRelation(
            ahead: ahead, behind: theirs.subtracting(ours).count, mergeBase: base)
    }

    func countCommits(
        from tip: CommitID, excluding hidden: [CommitID]
    ) throws(GitError) -> Int {
        try requireAlive()
        return book.ancestors(of: tip).subtracting(book.reachable(from: hidden)).count
    }

    func commits(
        from tip: CommitID, excluding hidden: [CommitID], limit: Int
    ) throws(GitError) -> [CommitID] {
        try requireAlive()
        // Commits are numbered in the order they were made: parents come first.
        return book.ancestors(of: tip).subtracting(book.reachable(from: hidden)).numbers
            .prefix(limit).map { book.commit(number: $0) }
    }

    func info(of commit: CommitID) throws(GitError) -> CommitInfo {
        let content = try stored(commit)
        return CommitInfo(
            id: commit, tree: content.tree, parents: content.parents, committedAt: 0)
    }

    func content(of commit: CommitID) throws(GitError) -> CommitContent {
        let content = try stored(commit)
        return CommitContent(
            id: commit, tree: content.tree, parents: content.parents, author: content.author,
            committer: content.committer, encoding: content.encoding, message: content.message)
    }

    private func stored(_ commit: CommitID) throws(GitError) -> ObjectBook.Commit {
        try requireAlive()
        guard let content = book.content(of: commit) else { throw missing(commit.object) }
        return content
    }

    private func missing(_ object: ObjectID) -> GitError {
        GitError(
            code: .notFound, category: .objectStore, operation: "simulated",
            message: "object \(object.hex) is missing")
    }
}

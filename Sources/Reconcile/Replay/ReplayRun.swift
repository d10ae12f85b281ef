import GitAccess
import GitModel
import Logging

import struct Foundation.Date

/// One replay, in a store of its own.
struct ReplayRun {
    let repository: any GitStore
    let committer: Identity
    let logger: Logger

    func replay(
        _ tip: CommitID, onto: CommitID, published: [CommitID], at date: Date
    ) async throws(GitError) -> ReplayResult {
        let commits = try await repository.commits(
            from: tip, excluding: [onto] + published, limit: Limits.replayedCommits)
        let resolver = try await FileResolver(repository, upstream: onto, local: tip)
        var head = Head(commit: onto, tree: try await repository.info(of: onto).tree)
        var (steps, merges): ([ReplayStep], [ReplayStep]) = ([], [])
        var files: [TreeFile] = []
        for commit in commits {
            let content = try await repository.content(of: commit)
            // As git rebase: what a merge brought in is replayed commit by commit.
            guard content.parents.count < 2 else {
                merges.append(ReplayStep(original: commit, replayed: head.commit))
                continue
            }
            switch try await place(content, on: head, resolver) {
            case .conflict(let files):
                return .conflict(ReplayConflict(commit: commit, files: files))
            case .dropped: steps.append(ReplayStep(original: commit, replayed: nil))
            case .tree(let tree):
                let changes = try await repository.changes(from: head.tree, to: tree)
                files += changes.compactMap(\.new)
                let replayed = try await write(content, tree, on: head, at: date)
                head = Head(commit: replayed, tree: tree)
                steps.append(ReplayStep(original: commit, replayed: replayed))
            }
        }
        // A file taken over unread may be missing: no push could ever succeed, so it is said now.
        try await repository.requireStored(files)
        return .clean(ReplayedHistory(tip: head.commit, steps: steps, merges: merges))
    }

    private struct Head {
        let commit: CommitID
        let tree: TreeID
    }

    private enum Placement {
        case tree(TreeID)
        case dropped
        case conflict([MergeConflict])
    }

    private func place(
        _ content: CommitContent, on head: Head, _ resolver: FileResolver
    ) async throws(GitError) -> Placement {
        var before: TreeID?
        if let parent = content.parents.first {
            before = try await repository.info(of: parent).tree
        }
        let empty = try await repository.emptyTree()
        if content.tree == before ?? empty { return .tree(head.tree) }
        let merge = try await repository.merge(
            base: before, ours: head.tree, theirs: content.tree,
            resolve: { (file) throws(GitError) in try resolver.resolve(file) })
        switch merge {
        case .conflicts(let files): return .conflict(files)
        case .clean(let tree, _) where tree == head.tree: return .dropped
        case .clean(let tree, let notes):
            for note in notes { log(note, of: content.id) }
            return .tree(tree)
        }
    }

    private func write(
        _ content: CommitContent, _ tree: TreeID, on head: Head, at date: Date
    ) async throws(GitError) -> CommitID {
        // Already where it belongs.
        if content.parents == [head.commit], content.tree == tree { return content.id }
        if content.isSigned {
            logger.info(
                "a replayed commit is not signed any more",
                metadata: ["event": "signature-dropped", "commit": "\(content.id)"])
        }
        return try await repository.writeCommit(
            tree: tree, parents: [head.commit], author: content.author,
            committer: committer.line(at: date), encoding: content.encoding,
            message: content.message)
    }

    private func log(_ note: MergeConflict, of commit: CommitID) {
        logger.info(
            "a merged file changed beside its content",
            metadata: [
                "event": "merge-note", "commit": "\(commit)", "path": "\(note.path)",
                "reason": "\(note.reason)",
            ])
    }
}

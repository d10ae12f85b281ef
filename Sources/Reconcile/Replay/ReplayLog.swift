package import GitAccess
package import GitModel

package import struct Foundation.Date

/// What local commits were replayed as: `refs/livetree/replayed/<branch>`, a chain of commits with
/// an empty tree (docs/decisions/0007).
///
/// Each entry has the parents previous entry, original tip and replayed tip, and one line in its
/// message for each commit: its name, and the new one or `dropped`.
package struct ReplayLog: Sendable {
    private let repository: any GitStore
    private let branch: BranchName

    package init(repository: any GitStore, branch: BranchName) {
        self.repository = repository
        self.branch = branch
    }

    /// Writes an entry's commit, behind the entry that is the newest now; moves nothing.
    package func prepare(
        _ history: ReplayedHistory, original: CommitID, committer: Identity, at date: Date
    ) async throws(GitError) -> (previous: CommitID?, entry: CommitID) {
        let previous = try await repository.tip(of: branch.replayedRef)
        var message = "Replayed\n\n"
        for step in history.steps + history.merges {
            message += "\(step.original) \(step.replayed?.hex ?? Self.dropped)\n"
        }
        let line = committer.line(at: date)
        let entry = try await repository.writeCommit(
            tree: try await repository.emptyTree(),
            parents: (previous.map { [$0] } ?? []) + [original, history.tip],
            author: line, committer: line, encoding: nil, message: Array(message.utf8))
        return (previous, entry)
    }

    /// What a commit became, followed to the newest; nil when the log does not know it. Of a
    /// dropped one: the tip of the replay, which has its change.
    package func replayed(_ commit: CommitID) async throws(GitError) -> CommitID? {
        var entries: [Entry] = []
        var next = try await repository.tip(of: branch.replayedRef)
        while let id = next, entries.count < Limits.replayLogEntries {
            let entry = Entry(try await repository.content(of: id))
            entries.append(entry)
            next = entry.previous
        }
        // Of a replay whose branch then did not move the log has the entry all the same: the
        // newest entry that knows any of the names counts.
        var names = [commit]
        for entry in entries.reversed() {
            if let new = names.reversed().compactMap({ entry.replacements[$0] }).first {
                names.append(new)
            }
        }
        return names.last == commit ? nil : names.last
    }

    fileprivate static let dropped = "dropped"

    private struct Entry {
        let previous: CommitID?
        let replacements: [CommitID: CommitID]

        init(_ content: CommitContent) {
            previous = content.parents.count == 3 ? content.parents.first : nil
            var replacements: [CommitID: CommitID] = [:]
            let text = String(decoding: content.message, as: UTF8.self)
            for line in text.split(separator: "\n") {
                let words = line.split(separator: " ")
                guard words.count == 2, let original = CommitID(hex: words[0]) else { continue }
                replacements[original] =
                    words[1] == ReplayLog.dropped ? content.parents.last : CommitID(hex: words[1])
            }
            self.replacements = replacements
        }
    }
}

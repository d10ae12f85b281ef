package import GitAccess
package import GitModel
package import Logging

package import struct Foundation.Date

/// Puts commits that only the local branch has onto the remote's tip, on objects only, by the
/// rules of git rebase but without renames, attributes, drivers or a work tree.
package struct Replay: Sendable {
    private let repository: any GitStore
    private let committer: Identity
    private let logger: Logger

    package init(repository: any GitStore, committer: Identity, logger: Logger) {
        self.repository = repository
        self.committer = committer
        self.logger = logger
    }

    /// Replays, in topological order and merges left out, the commits of `tip` that neither
    /// `onto` nor one of `published` contains.
    ///
    /// Author, author date, message bytes and encoding are kept; the committer is ours, at `at`.
    /// A commit whose change is in the tree already is dropped, one that was empty from the start
    /// is kept. All or nothing: the first conflict ends it. A git error is thrown, never a conflict.
    package func replay(
        _ tip: CommitID, onto: CommitID, published: [CommitID], at date: Date
    ) async throws(GitError) -> ReplayResult {
        let store = try await repository.gathering()
        let result = try await ReplayRun(repository: store, committer: committer, logger: logger)
            .replay(tip, onto: onto, published: published, at: date)
        if case .clean = result { try await store.settle() }
        return result
    }
}

extension Identity {
    /// The value of a commit's committer line, in UTC.
    func line(at date: Date) -> [UInt8] {
        Array("\(self) \(Int64(date.timeIntervalSince1970)) +0000".utf8)
    }
}

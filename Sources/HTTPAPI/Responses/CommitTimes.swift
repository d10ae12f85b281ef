import GitAccess
import GitModel
import Synchronization

/// When a commit was made; asked of the repository once, as long as it is the newest one asked for.
final class CommitTimes: Sendable {
    private let newest = Mutex<(commit: CommitID, seconds: Int64)?>(nil)

    /// Seconds since 1970; nil when the commit cannot be read.
    func seconds(of commit: CommitID, in repository: GitRepository) async -> Int64? {
        if let known = newest.withLock({ $0 }), known.commit == commit { return known.seconds }
        guard let seconds = try? await repository.info(of: commit).committedAt else { return nil }
        newest.withLock { $0 = (commit, seconds) }
        return seconds
    }
}

import GitAccess
package import GitModel
import Reconcile
package import Reload

/// What the other nodes of a cluster make this one do.
extension OpenData {
    /// Brings branch and remote together; nil: nothing is open yet.
    package func reconcile() async -> ReloadResult? { await site?.reloader.reconcile() }

    /// Reloads as a poll does.
    package func look() async { _ = await site?.reloader.reload(ReloadRequest(isScheduled: true)) }

    /// Whether a commit is older than another, or this repository does not know the other.
    package func isBehind(_ commit: String, _ other: String) async -> Bool {
        guard let site, let commit = CommitID(hex: commit), let other = CommitID(hex: other) else {
            return true
        }
        guard (try? await site.repository.resolve(abbreviated: other.hex)) != nil else {
            return true
        }
        return (try? await site.repository.isAncestor(commit, of: other)) ?? true
    }

    /// Picks up the remote's branch, in which another node saw this commit. False: the remote, or
    /// this server, was not ready for it, and it is worth another try.
    package func pickUp(_ commit: CommitID, served: CommitID?) async -> Bool {
        guard let site else { return false }
        // One's own write, or one that was picked up with a later one.
        if let served, (try? await site.repository.isAncestor(commit, of: served)) == true {
            return true
        }
        let request = ReloadRequest(commit: CommitHint(commit.hex))
        guard case .refused(let refusal) = await site.reloader.reload(request) else { return true }
        return switch refusal.reason {
        // A mirror that answers for the remote may be behind it for a moment.
        case .fetchFailed, .reconcile(.fetchFailed), .commitMismatch, .tooManyWaiting: false
        // Nothing that goes away by itself; the poll looks again.
        case .reconcile, .branchMismatch, .rebuildFailed, .localDamaged, .storageFull,
            .shuttingDown:
            true
        }
    }
}

import GitAccess
package import GitModel

extension PushDaemon {
    /// Pushes a commit that descends from the branch but is not yet in it, at once and once, and
    /// finds out how that ended.
    package nonisolated func deliver(_ commit: CommitID) async -> PushDelivery {
        let queue: PushQueue
        do throws(GitError) {
            queue = try await PushQueue(reading: repository, branch: branch, tip: commit)
        } catch {
            return .failed(error.description)
        }
        switch queue.wants[.branch] {
        case nil: return .delivered
        case .held: return .failed("it holds commits that the remote withdrew")
        case .unseen: return await lookFirst(queue)
        case .push: break
        }
        let attempt = PushAttempt(
            repository: repository, branch: branch, ports: ports, queue: queue)
        switch await attempt.run(.branch, .push(commit)) {
        case .confirmed: return .delivered
        case .diverged(let reason, let message): return .diverged(reason, message)
        case .declined(let message): return .failed("the remote declined: \(message)")
        case .raced(let message): return .failed(message)
        case .advanced, .seen: return await deliver(commit)
        case .lineFailed(let failure): return await judge(commit, after: queue.accepted, failure)
        }
    }

    /// Nothing was compared with the remote yet: only a reconcile may do that.
    private nonisolated func lookFirst(_ queue: PushQueue) async -> PushDelivery {
        switch await ports.look() {
        case .failed(let failure): .failed(failure.message)
        case .fetched, .branchMissing:
            .diverged(.nonFastForward, "the branch was not yet brought together with the remote")
        }
    }

    /// After a failure on the way it is open what the remote did, unless it never heard of it.
    private nonisolated func judge(
        _ commit: CommitID, after expected: CommitID?, _ failure: LineFailure
    ) async -> PushDelivery {
        if failure.isLocal || failure.arrival == .never { return .failed(failure.message) }
        let isOver = failure.arrival == .ended
        switch await ports.look() {
        case .failed: return .unknown(failure.message)
        case .branchMissing:
            return isOver || expected != nil ? .failed(failure.message) : .unknown(failure.message)
        case .fetched(let tip):
            guard let hasIt = try? await repository.isAncestor(commit, of: tip) else {
                return .unknown(failure.message)
            }
            if hasIt { return .delivered }
            // Where the remote is elsewhere by now, what it still may be at has lost its lease.
            return isOver || tip != expected ? .failed(failure.message) : .unknown(failure.message)
        }
    }
}

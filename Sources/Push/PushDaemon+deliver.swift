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
        case .lineFailed(let failure): return await judge(commit, failure)
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

    /// After a failure on the way it is open what the remote did, unless it was never reached.
    private nonisolated func judge(
        _ commit: CommitID, _ failure: LineFailure
    ) async -> PushDelivery {
        if failure.isLocal || failure.reason == .unreachable || failure.reason == .authentication {
            return .failed(failure.message)
        }
        if failure.retryAfter != nil { return .failed(failure.message) }
        switch await ports.look() {
        case .failed: return .unknown(failure.message)
        case .branchMissing:
            return failure.reason == .timeout ? .unknown(failure.message) : .failed(failure.message)
        case .fetched(let tip):
            let hasIt = try? await repository.isAncestor(commit, of: tip)
            if hasIt == true { return .delivered }
            // After a deadline the remote may still be at it: its hooks go on when nobody listens.
            let isOver = hasIt == false && failure.reason != .timeout
            return isOver ? .failed(failure.message) : .unknown(failure.message)
        }
    }
}

package import GitAccess
import GitModel
import LiveData
import Reconcile
import ServiceLifecycle

/// One reload at a time, shared by everyone who waits for one (CONTRACT §3).
///
/// The fetch of a run starts after all its requests arrived, so its answer is true for each of
/// them; requests that arrive during it share the next run.
package actor Reloader {
    /// Reads the remote; the deadline is its own.
    package typealias Look = @Sendable () async -> RemoteSighting

    private struct Waiter {
        let commit: CommitHint?
        let answer: CheckedContinuation<RunAnswer, Never>
    }

    private enum RunAnswer {
        case result(ReloadResult)
        /// The remote was read and does not contain the commit waited for.
        case notThere(remote: CommitID?)
    }

    private let integrator: Integrator
    private let repository: GitRepository
    private let look: Look
    private let journal: ReloadJournal
    private var queue = RunQueue<Waiter>(limit: Limits.waitingRequests)
    private let starts: AsyncStream<[Waiter]>
    private let start: AsyncStream<[Waiter]>.Continuation
    private var isClosed = false

    package init(
        integrator: Integrator, repository: GitRepository, journal: ReloadJournal,
        look: @escaping Look
    ) {
        self.integrator = integrator
        self.repository = repository
        self.journal = journal
        self.look = look
        // One element at most: a start is only asked for by the state `idle`.
        (starts, start) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Requests that wait for the next run; for tests.
    var waiting: Int { queue.waiting }

    /// Picks up what the remote has now, once for all who ask at the same time.
    package func reload(_ request: ReloadRequest) async -> ReloadResult {
        let served = integrator.live.current
        if let branch = request.branch, branch != integrator.branch.text {
            return .refused(
                ReloadRefusal(
                    .branchMismatch(served: integrator.branch), oldCommit: served?.commit))
        }
        if let commit = request.commit, let served = served?.commit, commit.hex == served.hex {
            return .done(await alreadyServed(served))
        }
        var remote: CommitID?
        for pause in [nil] + Limits.lagPauses {
            if let pause { try? await Task.sleep(for: pause) }
            switch await nextRun(for: request.commit) {
            case .result(let result): return result
            case .notThere(let seen): remote = seen
            }
        }
        guard let commit = request.commit else {
            preconditionFailure("a run without a wanted commit always has a result")
        }
        let refusal = ReloadRefusal(
            .commitMismatch(commit), oldCommit: integrator.live.current?.commit,
            remoteCommit: remote)
        journal.recordReload(.refused(refusal))
        return .refused(refusal)
    }

    /// Drives the runs until graceful shutdown, then answers everyone still waiting.
    package func run() async {
        await cancelWhenGracefulShutdown { await self.drive() }
        isClosed = true
        start.finish()
        for waiter in queue.close() {
            waiter.answer.resume(returning: .result(.refused(ReloadRefusal(.shuttingDown))))
        }
    }

    private func alreadyServed(_ commit: CommitID) async -> ReloadReport {
        var report = ReloadReport(outcome: .inSync)
        report.oldCommit = commit
        report.newCommit = commit
        // No look at the remote: what it had when it was last accepted is what is known.
        if let accepted = try? await repository.tip(of: integrator.branch.acceptedRef) {
            report.pushed = (try? await repository.isAncestor(commit, of: accepted)) ?? false
        }
        return report
    }

    private func nextRun(for commit: CommitHint?) async -> RunAnswer {
        if isClosed { return .result(.refused(ReloadRefusal(.shuttingDown))) }
        return await withCheckedContinuation { continuation in
            switch queue.arrived(Waiter(commit: commit, answer: continuation)) {
            case .start(let batch):
                // Ended already: shutdown came between the last run and this request.
                guard case .enqueued = start.yield(batch) else {
                    return continuation.resume(
                        returning: .result(.refused(ReloadRefusal(.shuttingDown))))
                }
            case .wait: break
            case .refuse(let waiter):
                waiter.answer.resume(returning: .result(.refused(ReloadRefusal(.tooManyWaiting))))
            }
        }
    }

    private func drive() async {
        for await batch in starts {
            var next: [Waiter]? = batch
            while let current = next {
                await perform(current)
                next = queue.finished()
            }
        }
    }

    private func perform(_ batch: [Waiter]) async {
        let clock = ContinuousClock()
        let begun = clock.now
        let sighting = await look()
        let fetchTime = clock.now - begun
        var satisfied: [Waiter] = []
        for waiter in batch {
            if await contains(waiter.commit, sighting) {
                satisfied.append(waiter)
            } else {
                waiter.answer.resume(returning: .notThere(remote: sighting.commit))
            }
        }
        guard !satisfied.isEmpty else { return }
        let result = await integrator.integrate(sighting).adding(fetch: fetchTime)
        let answer: ReloadResult =
            Task.isCancelled && !result.isDone ? .refused(ReloadRefusal(.shuttingDown)) : result
        journal.recordReload(answer)
        for waiter in satisfied { waiter.answer.resume(returning: .result(answer)) }
    }

    /// Whether the sighting answers a request for `commit`; a failure answers every request.
    private func contains(_ commit: CommitHint?, _ sighting: RemoteSighting) async -> Bool {
        guard let commit else { return true }
        do {
            let tip: CommitID?
            switch sighting {
            case .failed, .branchMissing: return true
            case .empty: return false
            case .notConfigured: tip = try await integrator.observer.localTip()
            case .tip(let commit): tip = commit
            }
            guard let tip, let wanted = try await repository.resolve(abbreviated: commit.hex)
            else { return false }
            return try await repository.isAncestor(wanted, of: tip)
        } catch {
            // Unreadable ancestry is the integration's to report, with its own words.
            return true
        }
    }
}

extension ReloadResult {
    fileprivate var isDone: Bool { if case .done = self { true } else { false } }

    /// The same result, with the time of the fetch it rests on.
    fileprivate func adding(fetch: Duration) -> ReloadResult {
        switch self {
        case .done(var report):
            report.timings.fetch = fetch
            report.duration += fetch
            return .done(report)
        case .refused(var refusal):
            refusal.duration += fetch
            return .refused(refusal)
        }
    }
}

package import GitAccess
import GitModel
import LiveData
package import Reconcile
import ServiceLifecycle

/// One reload at a time, shared by everyone who waits for one (CONTRACT §3).
///
/// The fetch of a run starts after all its requests arrived, so its answer is true for each of
/// them; requests that arrive during it share the next run.
package actor Reloader {
    /// Reads the remote; the deadline is its own.
    package typealias Look = @Sendable () async -> RemoteSighting

    private struct Waiter {
        let wish: Wish
        /// What the request is called.
        let id: String?
        let answer: CheckedContinuation<RunAnswer, Never>
    }

    /// What one request wants of a run.
    private enum Wish: Equatable {
        case reload(CommitHint?, isScheduled: Bool)
        case reconcile(Adoption?)

        var commit: CommitHint? { if case .reload(let commit, _) = self { commit } else { nil } }

        var isScheduled: Bool { if case .reload(_, true) = self { true } else { false } }

        var adoption: Adoption? {
            if case .reconcile(let adoption) = self { adoption } else { nil }
        }

        var isReconcile: Bool { if case .reconcile = self { true } else { false } }
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
    private let recovery: ObjectRecovery?
    /// What a plain reload may do about a divergence.
    private let policy: ReconcilePolicy
    private var queue = RunQueue<Waiter>(limit: Limits.waitingRequests)
    private let starts: AsyncStream<[Waiter]>
    private let start: AsyncStream<[Waiter]>.Continuation
    private var isClosed = false

    package init(
        integrator: Integrator, repository: GitRepository, journal: ReloadJournal,
        policy: ReconcilePolicy = .refuse, recovery: ObjectRecovery? = nil, look: @escaping Look
    ) {
        self.integrator = integrator
        self.repository = repository
        self.journal = journal
        self.policy = policy
        self.recovery = recovery
        self.look = look
        // One element at most: a start is only asked for by the state `idle`.
        (starts, start) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Requests that wait for the next run.
    package var waiting: Int { queue.waiting }

    /// Picks up what the remote has now, once for all who ask at the same time. `id` is what the
    /// log calls the request.
    package func reload(_ request: ReloadRequest, id: String? = nil) async -> ReloadResult {
        let served = integrator.live.current
        if let branch = request.branch, branch != integrator.branch.text {
            return .refused(
                ReloadRefusal(
                    .branchMismatch(served: integrator.branch), oldCommit: served?.commit))
        }
        if let commit = request.commit, let served = served?.commit, commit.hex == served.hex {
            return .done(await alreadyServed(served))
        }
        let begun = ContinuousClock.now
        var remote: CommitID?
        for pause in [nil] + Limits.lagPauses {
            if let pause { try? await Task.sleep(for: pause) }
            switch await nextRun(
                for: .reload(request.commit, isScheduled: request.isScheduled), id: id)
            {
            case .result(let result): return result
            case .notThere(let seen): remote = seen
            }
        }
        guard let commit = request.commit else {
            preconditionFailure("a run without a wanted commit always has a result")
        }
        var refusal = ReloadRefusal(
            .commitMismatch(commit), oldCommit: integrator.live.current?.commit,
            remoteCommit: remote)
        refusal.duration = ContinuousClock.now - begun
        journal.recordReload(.refused(refusal), requests: [id].compactMap(\.self))
        return .refused(refusal)
    }

    /// Brings local and remote history together, whatever the policy of reloads says.
    package func reconcile(
        adopting adoption: Adoption? = nil, id: String? = nil
    ) async -> ReloadResult {
        guard case .result(let result) = await nextRun(for: .reconcile(adoption), id: id) else {
            preconditionFailure("a run without a wanted commit always has a result")
        }
        return result
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

    private func nextRun(for wish: Wish, id: String?) async -> RunAnswer {
        if isClosed { return .result(.refused(ReloadRefusal(.shuttingDown))) }
        return await withCheckedContinuation { continuation in
            switch queue.arrived(Waiter(wish: wish, id: id, answer: continuation)) {
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
        let before = await acceptedBefore()
        let sighting = await look()
        let fetchTime = clock.now - begun
        var satisfied: [Waiter] = []
        for waiter in batch {
            if await contains(waiter.wish.commit, sighting) {
                satisfied.append(waiter)
            } else {
                waiter.answer.resume(returning: .notThere(remote: sighting.commit))
            }
        }
        // Those who adopt nothing share one look and one result; an adoption is its own.
        let plain = satisfied.filter { $0.wish.adoption == nil }
        await answer(plain, sighting, before, fetchTime)
        for adoption in Adoption.allCases {
            await answer(
                satisfied.filter { $0.wish.adoption == adoption }, sighting, before, fetchTime)
        }
    }

    /// Nil when the reference cannot be read.
    private func acceptedBefore() async -> AcceptedBefore? {
        do throws(GitError) {
            return AcceptedBefore(try await repository.tip(of: integrator.branch.acceptedRef))
        } catch {
            return nil
        }
    }

    private func answer(
        _ waiters: [Waiter], _ sighting: RemoteSighting, _ before: AcceptedBefore?,
        _ fetchTime: Duration
    ) async {
        guard let first = waiters.first else { return }
        let reconciles = waiters.contains { $0.wish.isReconcile }
        let policy =
            reconciles ? ReconcilePolicy(replays: true, adoption: first.wish.adoption) : policy
        let tried = await integrator.integrate(sighting, policy, since: before)
        let result = await integrator.recovering(tried, of: sighting, policy, by: recovery)
            .adding(fetch: fetchTime)
        let answer: ReloadResult =
            Task.isCancelled && !result.isDone ? .refused(ReloadRefusal(.shuttingDown)) : result
        journal.signals.meters.countStages(answer)
        let requests = waiters.compactMap(\.id)
        if reconciles || answer.isReconciliation {
            journal.recordReconcile(answer, requests: requests)
        }
        if waiters.contains(where: { !$0.wish.isReconcile }) {
            journal.recordReload(
                answer, isScheduled: waiters.allSatisfy { $0.wish.isScheduled },
                requests: requests)
        }
        for waiter in waiters { waiter.answer.resume(returning: .result(answer)) }
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

    /// Whether two histories that diverged were brought together.
    fileprivate var isReconciliation: Bool {
        guard case .done(let report) = self else { return false }
        return report.outcome == .rebased || report.outcome == .conflictEscaped
    }

    /// The same result, with the time of the fetch it rests on.
    fileprivate func adding(fetch: Duration) -> ReloadResult {
        var result = self
        if case .done(var report) = result {
            report.timings.fetch = fetch
            result = .done(report)
        }
        result.duration += fetch
        return result
    }
}

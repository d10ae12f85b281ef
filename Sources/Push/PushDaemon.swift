package import GitAccess
package import GitModel
package import Logging
import ServiceLifecycle

/// Carries the branch and the conflict branches to the remote, and keeps trying at a decent pace.
///
/// Its queue is read from the references at every turn, so a restart loses nothing. What to do
/// when is decided by `PushStateMachine`; how a push is judged, by `PushAttempt`.
package actor PushDaemon {
    nonisolated let repository: GitRepository
    nonisolated let branch: BranchName
    nonisolated let ports: PushPorts
    private let clock: PushClock
    private let logger: Logger
    private nonisolated let inbox = PushInbox()
    private nonisolated let settlement = PushSettlement()
    private nonisolated let journal: PushJournal
    private var machine: PushStateMachine
    private var queue = PushQueue()
    private var hasReadQueue = false
    /// When a push that is still in flight is given up; set when the server stops.
    private var graceEnd: Duration?

    /// `clock` is only waited on; the times of status are the wall clock's.
    package init(
        repository: GitRepository, branch: BranchName, ports: PushPorts, timing: PushTiming,
        clock: any Clock<Duration>, logger: Logger, signals: PushSignals
    ) {
        self.repository = repository
        self.branch = branch
        self.ports = ports
        self.clock = PushClock(clock)
        self.logger = logger
        journal = PushJournal(branch: branch, logger: logger, signals: signals)
        machine = PushStateMachine(timing: timing, seed: .random(in: .min ... .max))
    }

    /// What the daemon does now.
    package nonisolated var status: PushStatus { journal.status }

    /// Tells what is served now; never blocks.
    package nonisolated func notify(_ notice: PushNotice) { inbox.add(notice) }

    /// Waits until everything notified before this call was tried once, at most `limit`; true: the
    /// remote has the branch's tip and every conflict branch that may be pushed.
    package func settle(within limit: Duration) async -> Bool {
        let (number, settlement, clock) = (inbox.number, settlement, clock)
        let end = clock.now() + limit
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask { await settlement.wait(for: number) }
            group.addTask {
                try? await clock.sleep(end)
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }

    /// Pushes until graceful shutdown: then what is in flight or just due gets half a minute.
    package func run() async {
        journal.setRunning(true)
        let inbox = inbox
        await withTaskCancellationOrGracefulShutdownHandler {
            await work()
        } onCancelOrGracefulShutdown: {
            inbox.stop()
        }
        settlement.end()
        journal.publish(PushSummary(state: .idle, attempt: 0))
        journal.setRunning(false)
    }

    private func work() async {
        while !Task.isCancelled {
            let content = inbox.take()
            if content.isStopping { beginToStop() }
            await readQueue(content)
            let effect = machine.next(at: clock.now())
            journal.publish(machine.summary)
            journal.raise(machine.concerns)
            switch effect {
            case .attempt(let lane, let want):
                guard await attempt(lane, want) else { return }
            case .askReconcile:
                await ports.diverged()
            case .wait(let until):
                settlement.settle(content.number, isComplete: machine.isComplete)
                await wait(until: until, orMoreThan: content)
            case .stop:
                return
            }
        }
    }

    private func beginToStop() {
        machine.shutdownRequested()
        if graceEnd == nil { graceEnd = clock.now() + Limits.shutdownGrace }
    }

    private func readQueue(_ content: PushInbox.Content) async {
        switch content.look {
        case .reconciled: machine.reconciled()
        case .refused(let reason): journal.record(machine.refused(reason))
        case nil: break
        }
        do throws(GitError) {
            queue = try await PushQueue(
                reading: repository, branch: branch, tip: content.tip)
            if !hasReadQueue { journal.tellLeftOver(queue.wants.keys.sorted()) }
            hasReadQueue = true
            journal.setPending(queue.pendingCommits)
            journal.record(machine.update(queue.wants, at: clock.now()))
        } catch {
            journal.record(machine.queueFailed(error.description, at: clock.now()))
        }
    }

    /// False: the time to stop came before the attempt's end, and nothing is known of it.
    private func attempt(_ lane: PushLane, _ want: PushWant) async -> Bool {
        let begun = clock.now()
        let attempt = PushAttempt(
            repository: repository, branch: branch, ports: ports, queue: queue)
        // A hung remote may take a minute, and commits go on coming.
        async let _ = countWhilePushing()
        let outcome = await bounded({ await attempt.run(lane, want) })
        guard let outcome else { return false }
        if outcome == .confirmed {
            journal.recordPushed(lane, want.commit, took: clock.now() - begun)
        }
        let news = machine.finished(lane, outcome, at: clock.now())
        // After a success the count of pending commits belongs to it: the next turn has both.
        if outcome != .confirmed { journal.publish(machine.summary) }
        journal.record(news)
        journal.raise(machine.concerns)
        return true
    }

    /// Keeps the count of pending commits true until cancelled, which the end of the attempt does.
    private nonisolated func countWhilePushing() async {
        var seen = inbox.number
        while !Task.isCancelled {
            await inbox.waitForMore(than: seen)
            seen = inbox.number
            // Counting takes as long as there are commits: not for each of them.
            guard (try? await Task.sleep(for: Limits.countPause)) != nil else { return }
            let now = try? await PushQueue(reading: repository, branch: branch, tip: inbox.tip)
            guard let now, !Task.isCancelled else { continue }
            journal.setPending(now.pendingCommits)
        }
    }

    /// Runs `body` to its end, or until the grace of a stop is over: then it is cancelled, and nil
    /// is returned once it has ended.
    private func bounded(
        _ body: @escaping @Sendable () async -> PushOutcome
    ) async -> PushOutcome? {
        let (inbox, clock, graceEnd) = (inbox, clock, graceEnd)
        return await withTaskGroup(of: PushOutcome?.self) { group in
            group.addTask { await body() }
            group.addTask {
                await inbox.waitForStop()
                try? await clock.sleep(graceEnd ?? clock.now() + Limits.shutdownGrace)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    private func wait(until time: Duration?, orMoreThan content: PushInbox.Content) async {
        let (inbox, clock) = (inbox, clock)
        await withTaskGroup { group in
            group.addTask { await inbox.waitForMore(than: content) }
            if let time { group.addTask { try? await clock.sleep(time) } }
            await group.next()
            group.cancelAll()
        }
    }
}

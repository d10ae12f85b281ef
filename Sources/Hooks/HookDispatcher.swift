package import Foundation
package import Logging
import Processes
import ServiceLifecycle
import Synchronization
package import Webhooks

/// Joins the parts: what a delivery asks for is judged by the configuration, noted durably,
/// queued, run and reported.
///
/// What may start when is decided by `HookQueue`, what is due by `CatchAllTimer`; what happened is
/// kept by `JobBook` and made durable by `JobLedger`.
package actor HookDispatcher {
    var configuration: HookConfiguration
    var queue: HookQueue
    var timer: CatchAllTimer
    var book: JobBook
    var secrets: [Receiver: SecretNumbers] = [:]
    nonisolated let ledger: JobLedger
    nonisolated let journal: JobJournal
    nonisolated let meters: HookMeters
    nonisolated let runner = CommandRunner()
    nonisolated let clock: HookClock
    /// The server's variables.
    nonisolated let environment: [String: String]
    nonisolated let outputs: OutputFolder
    nonisolated let starts: AsyncStream<HookJob>
    nonisolated let starter: AsyncStream<HookJob>.Continuation
    nonisolated let isStopping = Atomic(false)
    /// Deployments of an earlier server whose commands may still run.
    var leftDeployments: [HookJob] = []

    /// Reads what `ledger` says of the past; nil: the one in `folder`, which is made when missing.
    /// Jobs without an end run again, once `run` is called. A ledger that cannot be read or written
    /// stops nothing; it is told at error, and deliveries are refused as `failed` until it can.
    ///
    /// `environment` is the server's, from which commands get what their rule lists. `clock`
    /// paces the catch-all runs and retries; `wall` is what times are told by.
    package init(
        configuration: HookConfiguration, folder: String,
        ledger store: (any LedgerStore)? = nil, environment: [String: String],
        logger: Logger, meters: HookMeters = HookMeters(),
        clock: any Clock<Duration> = ContinuousClock(),
        wall: @escaping @Sendable () -> Date = { Date() }
    ) async {
        let store = store ?? LedgerFolder(folder)
        let reading = await LedgerReading(store)
        self.configuration = configuration
        self.environment = environment
        self.clock = HookClock(clock, wall: wall)
        outputs = OutputFolder(path: folder + "/output")
        ledger = JobLedger(store, size: reading.size, isBroken: reading.isBroken)
        journal = JobJournal(logger: logger)
        self.meters = meters
        book = reading.book
        queue = HookQueue(
            concurrency: configuration.gitops?.concurrency ?? 1,
            capacity: Limits.busyRepositories)
        timer = CatchAllTimer(interval: .zero, seed: .random(in: .min ... .max))
        (starts, starter) = AsyncStream.makeStream()
        for error in reading.errors { journal.ledgerFailed(error) }
        configure()
        await recover()
    }

    // MARK: Questions

    /// The variables whose secrets may verify a delivery, by the numbers `accept` is told. Nil
    /// stands for the receiver's own variable. A number never changes its meaning.
    package func secretVariables(of receiver: Receiver) -> [String?] {
        secrets[receiver]?.variables ?? [nil]
    }

    /// The newest first; a bounded number of those that are over.
    package var jobs: [JobReport] { book.reports }

    /// How many jobs are in each of the states that are not the end.
    package var openJobs: [(state: JobReport.State, count: Int)] {
        let states = book.openJobs.map { book.state(of: $0.id) }
        return [JobReport.State.queued, .running, .retrying, .interrupted].map { state in
            (state, states.count { $0 == state })
        }
    }

    // MARK: Requests

    /// Judges a delivery whose body the secret sets of those numbers verified, and promises a run.
    /// Returns when the promise is durable.
    package func accept(
        _ push: HookPush, to receiver: Receiver, verifiedBy sets: Set<Int>
    ) async -> HookDecision {
        guard !sets.isEmpty else { return .unauthorized }
        guard let rule = configuration.rule(for: push.repository, at: receiver) else {
            return .ignored(why: "the repository is not managed")
        }
        guard let number = secrets[receiver]?.number(of: rule), sets.contains(number) else {
            return .unauthorized
        }
        // Byte by byte: for git two spellings of one character are two branches.
        guard rule.branches.contains(where: { $0.utf8.elementsEqual(push.branch.utf8) }) else {
            return .ignored(why: "the branch is not managed")
        }
        let lane = HookLane(receiver, push.repository)
        let work = HookWork(push)
        if let key = DeliveryKey(lane, work), book.isSuccess(key) { return .duplicate }
        return await promise(work, to: lane, by: rule)
    }

    /// Promises a run of each branch of a managed gitops repository, as pushes would. Returns what
    /// became of the first of them that was not promised, or of the first branch.
    package func runNow(_ repository: String) async -> HookDecision {
        guard let rule = configuration.rule(for: repository, at: .gitops) else {
            return .ignored(why: "the repository is not managed")
        }
        var decisions: [HookDecision] = []
        for branch in rule.branches {
            decisions.append(
                await promise(
                    HookWork(branch: branch), to: HookLane(.gitops, repository), by: rule))
        }
        return decisions.first { !$0.isAccepted } ?? decisions.first
            ?? .ignored(why: "no branch is managed")
    }

    /// Takes another configuration. Running commands are not touched; jobs that wait run by the
    /// new rules, or are dropped when none is for them.
    package func reconfigure(_ configuration: HookConfiguration) async {
        self.configuration = configuration
        configure()
        start(queue.resize(concurrency: configuration.gitops?.concurrency ?? 1))
        start(queue.reclaim { claims(of: $0) })
    }

    /// Runs commands until graceful shutdown or cancellation. Then gitops commands get SIGTERM and
    /// are owed another run after the next start; a deployment is left running.
    package func run() async {
        await withTaskCancellationOrGracefulShutdownHandler {
            await work()
        } onCancelOrGracefulShutdown: {
            self.isStopping.store(true, ordering: .relaxed)
            self.starter.finish()
        }
        queue.close()
    }
}

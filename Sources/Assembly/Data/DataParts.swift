import Commit
import GitAccess
import GitModel
import HTTPAPI
import LiveData
import Logging
import Push
import Reconcile
import Reload

/// The object graph over one open repository; the server and `livetree reconcile` share it.
struct DataParts: Sendable {
    let site: OpenData.Site
    let search: SearchIndex
    let integrator: Integrator
    let reloader: Reloader
    let committer: Committer
    let upkeep: UpkeepTask
    let journal: ReloadJournal
    let network: DataNetwork
    /// Nil without a remote.
    let recovery: ObjectRecovery?
    let look: Reloader.Look
    /// Nil without a remote.
    let push: PushDaemon?
    /// One element whenever the push daemon met a divergence.
    let divergences: AsyncStream<Void>
    private let repository: GitRepository
    private let blobs: BlobReader
    private let writer: CommitWriter

    init(
        _ configuration: Configuration, repository: GitRepository, search: SearchIndex,
        live: LiveSnapshot, effects: Effects, transport: Transport, pushWait: Duration,
        signals: Signals, mayPush: (@Sendable () -> Bool)? = nil, logger: Logger
    ) throws(StopReason) {
        self.repository = repository
        blobs = BlobReader(path: repository.path)
        self.search = search
        network = DataNetwork(
            configuration, transport: transport, path: repository.path, logger: logger)
        let (divergences, divergence) = AsyncStream<Void>.makeStream(
            bufferingPolicy: .bufferingNewest(1))
        self.divergences = divergences
        journal = ReloadJournal(logger: logger, signals: signals.reload)
        recovery = network.recovery(of: repository, journal, effects: effects)
        let ports = network.pushPorts(
            recovery: recovery, onDivergence: { _ = divergence.yield() })
        push = ports.map { ports in
            PushDaemon(
                repository: repository, branch: configuration.branch, ports: ports,
                timing: configuration.pushTiming, clock: effects.clock, logger: logger,
                signals: signals.push)
        }
        let lock = DataLock()
        let builder = SnapshotBuilder(
            repository: repository, blobs: blobs, search: search,
            badRecords: configuration.badRecords)
        integrator = Integrator(
            repository: repository, branch: configuration.branch, builder: builder, live: live,
            lock: lock, effects: effects,
            replay: Replay(
                repository: repository, committer: configuration.committer, logger: logger),
            committer: configuration.committer,
            push: push.map { Self.link(to: $0, wait: pushWait) },
            conflictsTaken: { [network] in await network.isConflictsTaken() })
        look = network.look(timeout: configuration.fetchTimeout)
        reloader = Reloader(
            integrator: integrator, repository: repository, journal: journal,
            policy: configuration.divergence, recovery: recovery, look: look)
        writer = try Self.writer(repository.path)
        committer = Committer(
            builder: BatchBuilder(
                repository: repository, writer: writer,
                branch: configuration.branch, builder: builder, live: live,
                hooks: effects.hooks, committer: configuration.committer),
            lock: lock, swap: effects.swap,
            delivery: configuration.pushMode == .sync
                ? push.map { [reloader] in
                    Self.delivery($0, reloader, configuration.divergence, mayPush)
                } : nil,
            tell: { [push] tip in push?.notify(.tip(tip)) }, signals: signals.write,
            logger: logger)
        upkeep = UpkeepTask(
            upkeep: RepositoryUpkeep(path: repository.path, transport: transport), live: live,
            lock: lock, signals: signals.upkeep, logger: logger)
        site = OpenData.Site(
            repository: repository, blobs: blobs, search: search, reloader: reloader,
            committer: committer, journal: journal, lock: lock, push: push)
    }

    /// Closes what a whole build has opened: it leaves much more of the repository in memory than
    /// anything that comes after it needs.
    func rest() async {
        await repository.rest()
        await blobs.rest()
        await writer.rest()
    }

    private static func writer(_ path: String) throws(StopReason) -> CommitWriter {
        do {
            return try CommitWriter(at: path)
        } catch {
            throw StopReason(
                .inputOutput, "cannot open \(path): \(error.message); check it with `git fsck`")
        }
    }

    /// Sync mode: the push daemon carries a commit to the remote before the branch has it.
    private static func delivery(
        _ daemon: PushDaemon, _ reloader: Reloader, _ policy: ReconcilePolicy,
        _ mayPush: (@Sendable () -> Bool)?
    ) -> DeliveryLink {
        var reconcile: (@Sendable () async -> Void)?
        if policy.replays { reconcile = { _ = await reloader.reconcile() } }
        return DeliveryLink(
            deliver: { commit in
                guard mayPush?() ?? true else {
                    return .failed("this node is no longer the writer of its cluster")
                }
                return switch await daemon.deliver(commit) {
                case .delivered: .delivered
                case .diverged(.nonFastForward, let message): .diverged(message)
                case .diverged(.remoteBranchMissing, let message): .branchMissing(message)
                case .diverged(_, let message), .failed(let message): .failed(message)
                case .unknown(let message): .unknown(message)
                }
            }, reconcile: reconcile)
    }

    private static func link(to daemon: PushDaemon, wait: Duration) -> PushLink {
        PushLink(
            tell: { tip, reconciled in daemon.notify(reconciled ? .reconciled(tip) : .tip(tip)) },
            refuse: { refusal in
                guard let reason = PushReason(halting: refusal) else { return }
                daemon.notify(.refused(reason))
            },
            settle: { await daemon.settle(within: wait) })
    }
}

extension PushReason {
    /// Why nothing is pushed while a state of the remote is refused; nil where the remote was not
    /// seen.
    fileprivate init?(halting refusal: ReconcileRefusal) {
        switch refusal {
        case .nonFastForward, .remoteRewritten, .unrelatedHistories: self = .nonFastForward
        case .remoteBranchMissing: self = .remoteBranchMissing
        case .fetchFailed, .localDamaged: return nil
        }
    }
}

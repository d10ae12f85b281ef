import Cluster
import Commit
import GitAccess
import GitModel
import HTTPAPI
import Hooks
import LiveData
import Logging
import Processes
import Push
import Reconcile
import Reload
import ServiceLifecycle
import UnixSignals

/// The life of the data: open the repository, bring it in line with the remote, serve it, then
/// reload until shutdown.
struct DataService: Service {
    let configuration: Configuration
    let live: LiveSnapshot
    let data: OpenData
    let effects: Effects
    let transport: Transport
    /// The server's.
    let environment: [String: String]
    let note: ServerNote
    let signals: Signals
    /// Nil: the server is alone.
    let cluster: ClusterService?
    let logger: Logger

    func run() async throws {
        // From here on SIGHUP no longer ends the process, which a first clone may keep busy long.
        let hangups = await UnixSignalsSequence(trapping: .sighup)
        let opener = RepositoryOpener(
            configuration: configuration, transport: transport, logger: logger)
        guard let opened = try await cancelledAtShutdown({ try await opener.open() }) else {
            return
        }
        let search = try await KeptSearch.open(beside: opened.repository.path, logger: logger)
        let parts = try DataParts(
            configuration, repository: opened.repository, search: search, live: live,
            effects: effects, transport: transport, pushWait: Limits.pushWait, signals: signals,
            mayPush: cluster?.mayPush, logger: logger)
        data.open(parts.site)
        note.opened(folder: parts.site.path)
        // Ends by itself at shutdown, once a push in flight has ended.
        async let pushing: Void? = parts.push?.run()
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { await parts.search.run() }
            if opened.hasKeptLocks { group.addTask { await opener.clearKeptLocks() } }
            group.addTask { await serveSearch(parts) }
            let hooks = HookService(
                configuration, repositoryPath: parts.site.path, data: data,
                environment: environment, effects: effects, meters: signals.hooks, logger: logger)
            if let cluster {
                let elected = ClusterHooks(
                    hooks: hooks, cluster: cluster, data: data, logger: logger)
                group.addTask { await elected.run() }
            } else {
                let dispatcher = await hooks.dispatcher()
                data.open(dispatcher)
                group.addTask { await dispatcher.run() }
            }
            group.addTask { await hooks.follow(hangups) }
            await cancelWhenGracefulShutdown { await boot(parts, opened) }
            let poller = Poller(
                parts.reloader, configuration, parts.journal, clock: effects.clock)
            group.addTask { await poller.run() }
            group.addTask { await reconcileDivergences(parts) }
            group.addTask { await parts.committer.run() }
            group.addTask { await parts.upkeep.run() }
            await parts.reloader.run()
            group.cancelAll()
        }
        await search.close()
        await pushing
    }

    /// Reconciles, then serves what there is. A tree that cannot be served leaves the server up,
    /// not ready, with its problems in status.
    private func boot(_ parts: DataParts, _ opened: RepositoryOpener.Opened) async {
        let seen: RemoteSighting
        if let sighting = opened.sighting {
            seen = sighting
        } else {
            let timeout = min(configuration.fetchTimeout, Limits.bootFetch)
            seen = await parts.network.look(timeout: timeout)()
        }
        await parts.integrator.observer.remember(opened.seenByOthers, beside: seen)
        LogLine.show(progress: "reading the records")
        // Whatever the policy of reloads: a server starts from one history (DESIGN §4).
        let first = await parts.integrator.integrate(seen, .reconcile)
        if case .refused(let refusal) = first, refusal.suspicion != nil,
            (try? await parts.site.hasBranch(configuration.branch)) == true
        {
            // What can be served is, before lost objects are waited for.
            _ = await parts.integrator.serveLocal()
        }
        let result = await parts.integrator.recovering(
            first, of: seen, .reconcile, by: parts.recovery)
        parts.journal.recordReconcile(result)
        if case .refused = result { await serveLocal(parts) }
    }

    /// Hands a push that met a divergence over to reconcile, where the policy says so.
    private func reconcileDivergences(_ parts: DataParts) async {
        for await _ in parts.divergences where configuration.divergence.replays {
            _ = await parts.reloader.reconcile()
        }
    }

    /// Makes the first snapshot searchable: that of the boot, or of the reload that healed what
    /// the boot could not serve.
    private func serveSearch(_ parts: DataParts) async {
        await live.waitForSwap(after: nil)
        guard let snapshot = live.current else { return }
        logger.info(
            "records served",
            metadata: [
                "event": "ready", "commit": "\(snapshot.commit?.hex ?? "")",
                "records": .stringConvertible(snapshot.recordCount),
            ])
        do {
            try await parts.search.index(snapshot)
            logger.info("search served", metadata: ["event": "search-ready"])
            // The first build needs several times what serving does.
            await parts.rest()
            await ProcessMemory.giveBackUnused()
        } catch {
            logger.error(
                "the search index could not be built",
                metadata: ["event": "search-failed", "err": "\(error)", "hint": "\(error.hint)"])
        }
    }

    /// The remote is away or in a state that a human decides about: the local branch is served.
    private func serveLocal(_ parts: DataParts) async {
        let hasLocal: Bool
        do throws(GitError) {
            hasLocal = try await parts.site.hasBranch(configuration.branch)
        } catch {
            logger.error(
                "nothing to serve: the repository is damaged",
                metadata: [
                    "event": "not-ready", "err": "\(error.message)",
                    "hint": "look at \(parts.site.path) with `git fsck`",
                ])
            return
        }
        let wasEmpty = configuration.remote == nil
        guard hasLocal || wasEmpty else {
            logger.error(
                "nothing to serve yet",
                metadata: [
                    "event": "not-ready",
                    "hint": "push the branch \(configuration.branch), then send the webhook",
                ])
            return
        }
        if case .refused(let refusal) = await parts.integrator.serveLocal() {
            parts.journal.recordReconcile(.refused(refusal))
        }
    }

    /// Nil when shutdown came first.
    private func cancelledAtShutdown<Value: Sendable>(
        _ body: @Sendable @escaping () async throws -> Value
    ) async throws -> Value? {
        do {
            let value = try await cancelWhenGracefulShutdown(body)
            return Task.isShuttingDownGracefully ? nil : value
        } catch {
            if Task.isShuttingDownGracefully { return nil }
            throw error
        }
    }
}

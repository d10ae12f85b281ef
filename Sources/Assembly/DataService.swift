import GitAccess
import GitModel
import HTTPAPI
import LiveData
import Logging
import Reload
import ServiceLifecycle

/// The life of the data: open the repository, bring it in line with the remote, serve it, then
/// reload until shutdown.
struct DataService: Service {
    let configuration: Configuration
    let live: LiveSnapshot
    let data: OpenData
    let effects: Effects
    let transport: Transport
    let logger: Logger

    func run() async throws {
        let opener = RepositoryOpener(
            configuration: configuration, transport: transport, logger: logger)
        guard let opened = try await cancelledAtShutdown({ try await opener.open() }) else {
            return
        }
        let parts = try assemble(opened.repository)
        data.open(parts.site)
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { await parts.search.run() }
            group.addTask { await serveSearch(parts) }
            await cancelWhenGracefulShutdown { await boot(parts, sighting: opened.sighting) }
            group.addTask { await Poller(parts.reloader, configuration, parts.journal).run() }
            await parts.reloader.run()
            group.cancelAll()
        }
    }

    /// The object graph over one open repository.
    private struct Parts: Sendable {
        let site: OpenData.Site
        let search: SearchIndex
        let integrator: Integrator
        let reloader: Reloader
        let journal: ReloadJournal
        let look: Reloader.Look
    }

    private func assemble(_ repository: GitRepository) throws(StopReason) -> Parts {
        let blobs = BlobReader(path: repository.path)
        let search: SearchIndex
        do {
            search = try SearchIndex(path: repository.path + "/livetree/search", logger: logger)
        } catch {
            throw StopReason(
                .inputOutput, "cannot create the search index: \(error); \(error.hint)")
        }
        let lock = DataLock()
        let integrator = Integrator(
            repository: repository, branch: configuration.branch,
            builder: SnapshotBuilder(
                repository: repository, blobs: blobs, search: search,
                badRecords: configuration.badRecords),
            live: live, lock: lock, effects: effects)
        let journal = ReloadJournal(logger: logger)
        let look = look(into: repository.path, timeout: configuration.fetchTimeout)
        let reloader = Reloader(
            integrator: integrator, repository: repository, journal: journal, look: look)
        let site = OpenData.Site(
            repository: repository, blobs: blobs, search: search, reloader: reloader,
            journal: journal, lock: lock)
        return Parts(
            site: site, search: search, integrator: integrator, reloader: reloader,
            journal: journal, look: look)
    }

    private func look(into path: String, timeout: Duration) -> Reloader.Look {
        let (transport, branch) = (transport, configuration.branch)
        guard let remote = configuration.remote else { return { .notConfigured } }
        return {
            RemoteSighting(
                await transport.fetch(
                    remote: remote, branch: branch, into: path, timeout: timeout))
        }
    }

    /// Reconciles, then serves what there is. A tree that cannot be served leaves the server up,
    /// not ready, with its problems in status.
    private func boot(_ parts: Parts, sighting: RemoteSighting?) async {
        let seen: RemoteSighting
        if let sighting {
            seen = sighting
        } else {
            let timeout = min(configuration.fetchTimeout, Limits.bootFetch)
            seen = await look(into: parts.site.path, timeout: timeout)()
        }
        let result = await parts.integrator.integrate(seen)
        parts.journal.recordReconcile(result)
        if case .refused = result { await serveLocal(parts) }
    }

    /// Makes the first snapshot searchable: that of the boot, or of the reload that healed what
    /// the boot could not serve.
    private func serveSearch(_ parts: Parts) async {
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
        } catch {
            logger.error(
                "the search index could not be built",
                metadata: ["event": "search-failed", "err": "\(error)", "hint": "\(error.hint)"])
        }
    }

    /// The remote is away or in a state that a human decides about: the local branch is served.
    private func serveLocal(_ parts: Parts) async {
        let hasLocal = (try? await parts.site.hasBranch(configuration.branch)) ?? false
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

import Cluster
import GitAccess
import HTTPAPI
import Hummingbird
import LiveData
package import Logging
import NIOCore
package import Reload
package import ServiceLifecycle
import UnixSignals
import Webhooks

/// The composition root: configuration → object graph → services (DESIGN §3).
package struct ServerAssembly: Sendable {
    private let configuration: Configuration
    private let environment: [String: String]
    private let effects: Effects
    private let clusterEffects: ClusterEffects
    private let logger: Logger

    package init(
        _ configuration: Configuration, environment: [String: String], effects: Effects,
        clusterEffects: ClusterEffects = ClusterEffects(), logger: Logger
    ) {
        self.configuration = configuration
        self.environment = environment
        self.effects = effects
        self.clusterEffects = clusterEffects
        self.logger = logger
    }

    /// Serves until SIGTERM or SIGINT; throws `StopReason` when it cannot go on.
    ///
    /// `onListening` is told the port once the socket accepts connections. When a `companion`
    /// is given, the server also stops, in order, once it has returned.
    package func run(
        host: String, port: Int, companion: (any Service)? = nil,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) async throws {
        try RepositoryOpener.check(configuration)
        let lock = try await FolderLock.afterAMoment(path: configuration.repositoryPath)
        let live = LiveSnapshot()
        let note = ServerNote()
        defer { note.remove() }
        let data = OpenData()
        let signals = Signals(configuration, logger: logger)
        let cluster = configuration.cluster.map {
            ClusterService(
                $0, configuration, live: live, data: data, effects: clusterEffects, logger: logger)
        }
        let state = apiState(live, data, signals, cluster)
        let reads = MemoryReads(live: live, meters: state.requests)
        let isSplit = configuration.internalAddress != nil
        let web = listener(state, reads, host: host, port: port, hidesInternal: isSplit) { port in
            if !isSplit { note.listening(host: host, port: port) }
            await onListening(port)
        }
        let service = DataService(
            configuration: configuration, live: live, data: data, effects: effects,
            transport: Transport(environment: environment, logger: logger),
            environment: environment, note: note,
            signals: signals, cluster: cluster, logger: logger)
        var group = ServiceGroupConfiguration(
            services: [
                // In the reverse of this order they are shut down: the data first answers everyone
                // who waits for a run, then the web server can finish its requests, and last goes
                // what an operator must hear.
                .init(service: BoundedShutdown(base: signals.poster, limit: Limits.alertDrain)),
                .init(service: BoundedShutdown(base: web, limit: Limits.drain)),
                .init(
                    service: service, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: frameworkLogger)
        if let address = configuration.internalAddress {
            let listener = internalListener(address, state, reads, note)
            group.services.insert(.init(service: listener), at: 1)
        }
        if let cluster {
            // It outlives the data: who waits for a write is answered under its lease.
            group.services.insert(.init(service: cluster), at: group.services.count - 1)
        }
        if let companion {
            group.services.append(
                .init(
                    service: companion, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup))
        }
        group.maximumGracefulShutdownDuration = Limits.pushDrain + Limits.drain
        try await ServiceGroup(configuration: group).run()
        withExtendedLifetime(lock) {
            logger.info("stopped", metadata: ["event": "stopped"])
        }
    }

    /// Frameworks have no events of ours to tell.
    private var frameworkLogger: Logger {
        var quiet = logger
        quiet.logLevel = .error
        return quiet
    }

    private func apiState(
        _ live: LiveSnapshot, _ data: OpenData, _ signals: Signals, _ cluster: ClusterService?
    ) -> APIState {
        let settings = configuration.settings
        let logger = logger
        var state = APIState(
            live: live, data: data, branch: configuration.branch,
            remote: configuration.remote.map { RemoteIdentity(url: $0) }, logger: logger,
            alerts: signals.alerts, meters: signals.meters,
            secrets: { Self.secrets(settings, logger) },
            hookSecret: { Self.secret($0, settings, logger) })
        if let cluster {
            state.routing = cluster.routing
            state.onReload = cluster.onReload
            state.cluster = { cluster.status }
            state.jobsElsewhere = { await cluster.jobs() }
        }
        return state
    }

    /// One port, and what is answered on it; `word` is the event of its log line.
    private func listener(
        _ state: APIState, _ reads: MemoryReads, host: String, port: Int, hidesInternal: Bool,
        word: String = "listening", onListening: @escaping @Sendable (Int) async -> Void
    ) -> some Service {
        let logger = logger
        let (room, limit) = (ConnectionRoom(), TimeAmount(configuration.clientTimeout))
        let head = ConnectionHandlers.headBounds
        return Application(
            responder: APIResponder(state: state, hidesInternal: hidesInternal),
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: ConnectionHandlers.handlers(
                        reads, limit: limit, room: room),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: head.fieldBytes, maxHeaderListSize: head.bytes,
                        maxHeaderFieldCount: head.fields))),
            configuration: .init(address: .hostname(host, port: port)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? port
                logger.info(
                    "listening",
                    metadata: [
                        "event": "\(word)", "host": "\(host)", "port": .stringConvertible(port),
                    ])
                await onListening(port)
            },
            logger: frameworkLogger)
    }

    /// The port of those who run the server; it answers everything.
    private func internalListener(
        _ address: InternalAddress, _ state: APIState, _ reads: MemoryReads, _ note: ServerNote
    ) -> some Service {
        let (host, port) = (address.host, address.port)
        let web = listener(
            state, reads, host: host, port: port, hidesInternal: false, word: "listening-internal"
        ) { port in
            note.listening(host: host, port: port)
        }
        return NamedFailure(
            base: BoundedShutdown(base: web, limit: Limits.drain),
            what: "the internal endpoints on \(host) port \(port)")
    }

    /// A secret file that cannot be read now counts as no secret: nothing verifies.
    private static func secrets(_ settings: Settings, _ logger: Logger) -> APISecrets {
        func set(_ name: String) -> SecretSet { secret(name, settings, logger) }
        return APISecrets(
            reload: set("CFP_DATA_RELOAD_SECRET"), gitHub: set("GITHUB_WEBHOOK_SECRET"),
            write: set("CFP_WRITE_TOKEN"))
    }

    private static func secret(
        _ name: String, _ settings: Settings, _ logger: Logger
    ) -> SecretSet {
        do throws(StopReason) {
            return SecretSet(text: try settings.text(name))
        } catch {
            logger.error(
                "secret unreadable", metadata: ["event": "secret", "err": "\(error.message)"])
            return SecretSet(text: nil)
        }
    }
}

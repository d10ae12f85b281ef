import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A remote over HTTP: a listener of ours in front of `git http-backend`, so that faults can be
/// applied to the very bytes.
package final class RemoteServer: Sendable {
    typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>
    typealias Listener = NIOAsyncChannel<Connection, Never>

    private struct State {
        var port = 0
        var listener: (any Channel)?
        var connections: [ObjectIdentifier: any Channel] = [:]
        var requests = 0
        var alerts = 0
    }

    /// The faults it has right now.
    package let faults: RemoteFaults
    let backend: String
    let root: String
    let environment: [String: String]
    private let scope: JobScope
    private let state = Mutex(State())

    /// Serves the repositories below `root`.
    ///
    /// - Parameters:
    ///   - backend: path of the `git-http-backend` program.
    ///   - environment: what the backend gets besides the CGI variables.
    package init(
        root: String, backend: String, environment: [String: String], seed: UInt64,
        scope: JobScope
    ) {
        self.root = root
        self.backend = backend
        self.environment = environment
        self.scope = scope
        faults = RemoteFaults(seed: seed)
    }

    /// The port, the same for life once it is known.
    package var port: Int { state.withLock { $0.port } }
    /// Requests so far.
    package var requests: Int { state.withLock { $0.requests } }

    /// Begins to listen; after a `stop` on the same port as before.
    package func start() async throws {
        let listener: Listener
        do {
            listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .serverChannelOption(.backlog, value: 64)
                .bind(host: "127.0.0.1", port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                        return try Connection(wrappingChannelSynchronously: channel)
                    }
                }
        } catch {
            throw HarnessError.environment("no port for a remote: \(error)")
        }
        state.withLock { state in
            state.port = listener.channel.localAddress?.port ?? 0
            state.listener = listener.channel
        }
        scope.start { await self.serve(listener) }
    }

    /// Stops listening and resets every connection.
    package func stop() async {
        let (listener, connections) = state.withLock { state in
            defer { state.listener = nil }
            return (state.listener, Array(state.connections.values))
        }
        for connection in connections { await Self.reset(connection) }
        try? await listener?.close()
    }

    /// Closes with a TCP reset.
    static func reset(_ channel: any Channel) async {
        let options = channel as? any SocketOptionProvider
        try? await options?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try? await channel.close()
    }

    /// What servers posted to its address for alerts.
    package var alerts: Int { state.withLock { $0.alerts } }

    func countAlert() { state.withLock { $0.alerts += 1 } }

    func countRequest() { state.withLock { $0.requests += 1 } }

    private func serve(_ listener: Listener) async {
        try? await listener.executeThenClose { connections in
            await withDiscardingTaskGroup { group in
                do {
                    for try await connection in connections {
                        group.addTask { await self.serve(connection) }
                    }
                } catch {
                    // The listener was closed: no more connections.
                }
                group.cancelAll()
            }
        }
    }

    private func serve(_ connection: Connection) async {
        let channel = connection.channel
        if faults.refusesConnections {
            await Self.reset(channel)
            return
        }
        let id = ObjectIdentifier(channel)
        state.withLock { $0.connections[id] = channel }
        // A connection that breaks concerns only its client, who sees it.
        try? await connection.executeThenClose { inbound, outbound in
            var exchange = RemoteExchange(
                remote: self, channel: channel, inbound: inbound.makeAsyncIterator(),
                outbound: outbound)
            while try await exchange.next() {}
        }
        state.withLock { $0.connections[id] = nil }
    }
}

import NIOCore
import NIOPosix
import Synchronization

/// The way from one server to its remote or to etcd: a listener of ours that passes on what both
/// sides send, until a fault cuts it.
///
/// Cut, it is a network that swallows packets: nothing passes, nobody hears of it, and what was sent
/// meanwhile arrives when it is healed. Who only was refused would know at once.
package final class NetworkLink: Sendable {
    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    private struct State {
        var listener: (any Channel)?
        /// The faults that cut it.
        var cuts: Set<String> = []
        /// Faults that held something back.
        var met: Set<String> = []
        /// Resolved when the last fault is healed.
        var healed = Pending<Bool>()
    }

    private let target: Int
    private let state = Mutex(State())

    /// Begins to listen, as a way to this port.
    static func start(to target: Int, scope: JobScope) async throws -> NetworkLink {
        let link = NetworkLink(to: target)
        let listener: NIOAsyncChannel<Connection, Never>
        do {
            listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .bind(host: "127.0.0.1", port: 0, childChannelInitializer: wrapped)
        } catch {
            throw HarnessError.environment("no port for a link: \(error)")
        }
        link.state.withLock { $0.listener = listener.channel }
        scope.start { await link.serve(listener) }
        return link
    }

    private init(to target: Int) { self.target = target }

    /// Where it is entered.
    package var port: Int { state.withLock { $0.listener?.localAddress?.port ?? 0 } }

    /// From now on nothing passes.
    func cut(_ id: String) {
        state.withLock { state in
            state.cuts.insert(id)
            state.met.remove(id)
        }
    }

    /// Ends one fault, or all.
    func heal(_ id: String?) {
        state.withLock { state in
            state.cuts = id.map { state.cuts.subtracting([$0]) } ?? []
            guard state.cuts.isEmpty else { return }
            state.healed.resolve(true)
            state.healed = Pending()
        }
    }

    /// Whether the fault held something back.
    func hasMet(_ id: String) -> Bool { state.withLock { $0.met.contains(id) } }

    /// Stops listening, and lets everybody go who waits.
    func end() {
        heal(nil)
        state.withLock { $0.listener }?.close(promise: nil)
    }

    private func serve(_ listener: NIOAsyncChannel<Connection, Never>) async {
        try? await listener.executeThenClose { connections in
            await withDiscardingTaskGroup { group in
                do {
                    for try await near in connections { group.addTask { await self.join(near) } }
                } catch {
                    // The listener was closed: no more connections.
                }
                group.cancelAll()
            }
        }
    }

    @Sendable private static func wrapped(
        _ channel: any Channel
    ) -> EventLoopFuture<Connection> {
        channel.eventLoop.makeCompletedFuture {
            try Connection(wrappingChannelSynchronously: channel)
        }
    }

    /// One connection. What breaks on one side is told to the other, by closing it.
    private func join(_ near: Connection) async {
        try? await near.executeThenClose { fromNear, toNear in
            await pass()
            let far = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(.seconds(2))
                .connect(host: "127.0.0.1", port: target, channelInitializer: Self.wrapped)
            try await far.executeThenClose { fromFar, toFar in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await self.pump(fromNear, toFar) }
                    group.addTask { try await self.pump(fromFar, toNear) }
                    defer { group.cancelAll() }
                    try await group.next()
                }
            }
        }
    }

    private func pump(
        _ source: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ sink: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws {
        for try await bytes in source {
            await pass()
            try await sink.write(bytes)
        }
        // The end of a connection is something sent, too.
        await pass()
    }

    /// Returns when nothing is cut.
    private func pass() async {
        while true {
            let healed = state.withLock { state -> Pending<Bool>? in
                guard !state.cuts.isEmpty else { return nil }
                state.met.formUnion(state.cuts)
                return state.healed
            }
            guard let healed else { return }
            _ = await healed.value()
        }
    }
}

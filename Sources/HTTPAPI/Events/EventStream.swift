import Hummingbird
import LiveData
import NIOCore
import ServiceLifecycle

/// Tells one follower what happens, until it leaves, lags behind, or the server stops.
///
/// Nothing is queued for it: it is sent what the log of swaps holds behind its position, one event
/// at a time, each once the connection has taken the one before.
struct EventStream: Sendable {
    let feed: EventFeed
    let position: EventPosition
    /// What is served as the stream begins.
    let snapshot: Snapshot
    let place: FollowerPlace
    private let bell = FollowerBell()

    init(
        _ feed: EventFeed, from position: EventPosition, of snapshot: Snapshot,
        place: FollowerPlace
    ) {
        self.feed = feed
        self.position = position
        self.snapshot = snapshot
        self.place = place
    }

    /// Writes events until there is a reason to end. `request` tells when the follower leaves.
    func send(to body: inout any ResponseBodyWriter, until request: RequestBody) async throws {
        var writer = FollowerWriter(body)
        do {
            let end = try await request.consumeWithInboundCloseHandler { _ in
                try await withGracefulShutdownHandler {
                    try await follow(&writer)
                } onGracefulShutdown: {
                    bell.end(.shuttingDown)
                }
            } onInboundClosed: {
                bell.end(.left)
            }
            feed.count(end)
        } catch {
            feed.count(writer.wasStuck ? .tooSlow : .left)
            throw error
        }
        try await body.finish(nil)
    }

    private func follow(_ writer: inout FollowerWriter) async throws -> FollowerEnd {
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { await ringAtSwaps() }
            group.addTask { try await ringAtHeartbeats() }
            var told = position.generation
            try await writer.write(
                EventFrame.opening(
                    position.opening, of: snapshot, feed.id(told), retry: feed.limits.retry))
            var rings = bell.rings.makeAsyncIterator()
            repeat {
                let before = told
                if let end = try await tellNews(after: &told, to: &writer) ?? bell.end {
                    if end != .left { try await writer.write(EventFrame.end(end)) }
                    return end
                }
                if told == before { try await writer.write(EventFrame.heartbeat) }
            } while await rings.next() != nil
            // Cancelled.
            return .shuttingDown
        }
    }

    /// Sends every swap after `told`. Returns why that cannot be done, if so.
    private func tellNews(
        after told: inout UInt64, to writer: inout FollowerWriter
    ) async throws -> FollowerEnd? {
        while bell.end == nil {
            switch feed.live.swaps(after: told, limit: feed.limits.batch) {
            case .forgotten: return .tooSlow
            case .swaps(let swaps) where swaps.isEmpty: return nil
            case .swaps(let swaps):
                for swap in swaps {
                    try await writer.write(feed.frame(of: swap))
                    told = swap.generation
                }
            }
        }
        return nil
    }

    private func ringAtSwaps() async {
        var seen: UInt64? = position.generation
        while !Task.isCancelled {
            await feed.live.waitForSwap(after: seen)
            seen = feed.live.newestSwap
            bell.ring()
        }
    }

    private func ringAtHeartbeats() async throws {
        while true {
            try await Task.sleep(for: feed.limits.heartbeat)
            bell.ring()
        }
    }
}

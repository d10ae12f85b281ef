import Synchronization

/// Wakes the one task that serves a follower, and says when that has to end.
final class FollowerBell: Sendable {
    /// One element for all rings since the last one was taken.
    let rings: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation
    private let ended = Mutex<FollowerEnd?>(nil)

    init() {
        (rings, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Nil as long as the follower is to be served.
    var end: FollowerEnd? { ended.withLock { $0 } }

    func ring() { continuation.yield() }

    /// The first reason counts.
    func end(_ reason: FollowerEnd) {
        ended.withLock { $0 = $0 ?? reason }
        ring()
    }
}

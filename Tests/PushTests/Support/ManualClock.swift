import Synchronization

/// A clock that stands still until a test moves it.
final class ManualClock: Clock {
    struct Instant: InstantProtocol {
        let offset: Duration
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct Sleeper {
        let end: Duration
        let continuation: AsyncStream<Void>.Continuation
    }

    private struct State {
        var now = Duration.zero
        var sleepers: [Int: Sleeper] = [:]
        var last = 0
    }

    private let state = Mutex(State())

    var now: Instant { Instant(offset: state.withLock { $0.now }) }
    var minimumResolution: Duration { .zero }

    /// When those who sleep want to be woken, soonest first.
    var alarms: [Duration] {
        state.withLock { state in state.sleepers.values.map(\.end).sorted() }
    }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state -> Int? in
            guard deadline.offset > state.now else { return nil }
            state.last += 1
            state.sleepers[state.last] = Sleeper(
                end: deadline.offset, continuation: continuation)
            return state.last
        }
        guard let id else { return }
        defer { _ = state.withLock { $0.sleepers.removeValue(forKey: id) } }
        for await _ in stream { return }
        throw CancellationError()
    }

    /// Moves the clock and wakes who has slept long enough.
    func advance(by duration: Duration) {
        let ready = state.withLock { state in
            state.now += duration
            let ready = state.sleepers.filter { $0.value.end <= state.now }
            for id in ready.keys { state.sleepers[id] = nil }
            return ready.values
        }
        for sleeper in ready { sleeper.continuation.yield() }
    }
}

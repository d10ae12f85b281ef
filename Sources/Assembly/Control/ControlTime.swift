import Synchronization

/// The monotonic time the harness has a hand on: the machine's, until it is told to stand still;
/// it moves further whenever the harness says so, and never goes back.
final class ControlTime: Sendable {
    private struct Parts {
        /// What was added to the machine's time.
        var added = Duration.zero
        /// The time at which it stands; nil while it runs.
        var stand: Duration?
        /// Counts what the harness said.
        var changes = 0
        var waiters: [Int: AsyncStream<Void>.Continuation] = [:]
        var lastWaiter = 0
    }

    private let start = ContinuousClock.now
    private let parts = Mutex(Parts())

    /// Time since this was made.
    var now: Duration { parts.withLock { now($0) } }

    /// It moves no more by itself.
    func standStill() {
        change { $0.stand = now($0) }
    }

    /// It is so much later; whoever waits for a time that has come wakes up.
    func advance(by duration: Duration) {
        change { parts in
            parts.added += duration
            if let stand = parts.stand { parts.stand = stand + duration }
        }
    }

    /// Waits until that time; throws `CancellationError` when the task is cancelled before.
    func sleep(until time: Duration) async throws {
        while true {
            try Task.checkCancellation()
            let (left, isStanding, changes) = parts.withLock {
                (time - now($0), $0.stand != nil, $0.changes)
            }
            guard left > .zero else { return }
            await withTaskGroup { group in
                group.addTask { await self.waitForChange(after: changes) }
                if !isStanding {
                    group.addTask { try? await ContinuousClock().sleep(for: left) }
                }
                await group.next()
                group.cancelAll()
            }
        }
    }

    /// Returns when the harness has said more than that, or when the task is cancelled.
    private func waitForChange(after changes: Int) async {
        let (stream, waiter) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id: Int? = parts.withLock { parts in
            guard parts.changes == changes else { return nil }
            parts.lastWaiter += 1
            parts.waiters[parts.lastWaiter] = waiter
            return parts.lastWaiter
        }
        guard let id else { return }
        defer { _ = parts.withLock { $0.waiters.removeValue(forKey: id) } }
        for await _ in stream { return }
    }

    private func now(_ parts: Parts) -> Duration {
        parts.stand ?? start.duration(to: .now) + parts.added
    }

    private func change(_ body: (inout Parts) -> Void) {
        let waiters = parts.withLock { parts in
            body(&parts)
            parts.changes += 1
            return Array(parts.waiters.values)
        }
        for waiter in waiters { waiter.yield() }
    }
}

import Synchronization

/// What a reflector of a prefix is told.
package enum EtcdNews: Sendable {
    /// What there is, after something may have been missed.
    case all([EtcdEntry])
    case event(EtcdEvent)
}

/// Follows a prefix through lost endpoints, silence and compaction, until cancelled.
///
/// A watch is renewed now and then, because an etcd that is cut off says nothing any more: it
/// goes on after the last revision that was told, so that nothing is missed or told twice.
struct EtcdReflector: Sendable {
    let client: EtcdClient
    let prefix: String
    let clock: SessionClock

    /// Tells `tell` everything, in order; `trouble` hears of each failure.
    func run(
        _ tell: @escaping @Sendable (EtcdNews) async -> Void,
        trouble: @escaping @Sendable (EtcdError) -> Void
    ) async {
        let position = Position()
        var pause = Limits.pause
        while !Task.isCancelled {
            do throws(EtcdError) {
                try await begin(position, tell)
                try await watch(position, tell)
                pause = Limits.pause
            } catch {
                if case .compacted = error { position.forget() }
                trouble(error)
                try? await clock.sleep(pause)
                pause = min(pause * 2, Limits.longestPause)
            }
        }
    }

    private func begin(
        _ position: Position, _ tell: @Sendable (EtcdNews) async -> Void
    ) async throws(EtcdError) {
        guard position.next == nil else { return }
        let (entries, revision) = try await client.entries(under: prefix)
        await tell(.all(entries))
        position.reached(revision)
    }

    /// Returns when it is time to renew the watch.
    private func watch(
        _ position: Position, _ tell: @escaping @Sendable (EtcdNews) async -> Void
    ) async throws(EtcdError) {
        let (client, prefix, clock) = (client, prefix, clock)
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await client.watch(prefix, from: position.next ?? 0) { event in
                        if case .reached(let revision) = event {
                            position.reached(revision)
                        } else {
                            await tell(.event(event))
                        }
                        return true
                    }
                }
                group.addTask { try await clock.sleep(Limits.silentWatch) }
                try await group.next()
                group.cancelAll()
            }
        } catch {
            throw EtcdError(any: error)
        }
    }

    private final class Position: Sendable {
        private let revision = Mutex<Int64?>(nil)

        /// The first revision that was not told; nil: everything has to be read.
        var next: Int64? { revision.withLock { $0.map { $0 + 1 } } }

        func reached(_ new: Int64) { revision.withLock { $0 = max($0 ?? 0, new) } }

        func forget() { revision.withLock { $0 = nil } }
    }
}

import Synchronization

/// What a reflector of a prefix is told.
package enum EtcdNews: Sendable {
    /// What there is, after something may have been missed.
    case all([EtcdEntry])
    case event(EtcdEvent)
}

/// Follows a prefix through lost endpoints, silence, compaction and lost data, until cancelled.
///
/// A watch is renewed now and then, because an etcd that is cut off says nothing any more: it
/// goes on after the last revision that was told, so that nothing is missed or told twice.
struct EtcdReflector: Sendable {
    let client: EtcdClient
    let prefix: String
    let clock: SessionClock
    private let position = WatchPosition()

    init(client: EtcdClient, prefix: String, clock: SessionClock) {
        self.client = client
        self.prefix = prefix
        self.clock = clock
    }

    /// Has everything told anew: etcd may have lost what it had.
    func readAnew() { position.forget() }

    /// Tells `tell` everything, in order; `trouble` hears of each failure.
    func run(
        _ tell: @escaping @Sendable (EtcdNews) async -> Void,
        trouble: @escaping @Sendable (EtcdError) -> Void
    ) async {
        var pause = Limits.pause
        while !Task.isCancelled {
            do throws(EtcdError) {
                try await begin(tell)
                try await watch(tell)
                pause = Limits.pause
            } catch {
                switch error {
                case .compacted, .rewound: position.forget()
                default: break
                }
                trouble(error)
                try? await clock.sleep(pause)
                pause = min(pause * 2, Limits.longestPause)
            }
        }
    }

    private func begin(
        _ tell: @Sendable (EtcdNews) async -> Void
    ) async throws(EtcdError) {
        guard position.isForgotten else { return }
        let (entries, revision) = try await client.entries(under: prefix)
        await tell(.all(entries))
        position.begin(after: revision)
    }

    /// Returns when it is time to renew the watch, or to read everything anew.
    private func watch(
        _ tell: @escaping @Sendable (EtcdNews) async -> Void
    ) async throws(EtcdError) {
        let (client, prefix, clock, position) = (client, prefix, clock, position)
        guard let (next, forgotten) = position.next() else { return }
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await client.watch(prefix, from: next) { event in
                        if case .reached(let revision) = event {
                            position.reached(revision)
                        } else {
                            await tell(.event(event))
                        }
                        return true
                    }
                }
                group.addTask { try await clock.sleep(Limits.silentWatch) }
                group.addTask { for await _ in forgotten {} }
                try await group.next()
                group.cancelAll()
            }
        } catch {
            throw EtcdError(any: error)
        }
    }
}

import Synchronization

/// etcd's addresses, the one that answered last first.
final class EtcdEndpoints: Sendable {
    private let all: [String]
    private struct State {
        var first = 0
        /// What goes on at an endpoint for long, by number; ends when that has failed.
        var standing: [Int: (endpoint: String, watch: AsyncStream<Never>.Continuation)] = [:]
        var counted = 0
    }

    private let state = Mutex(State())

    /// `all`: `scheme://host:port` each, at least one.
    init(_ all: [String]) { self.all = all }

    var inTurn: [String] {
        let start = state.withLock { $0.first }
        return Array(all[start...] + all[..<start])
    }

    func answered(_ endpoint: String) {
        guard let index = all.firstIndex(of: endpoint) else { return }
        state.withLock { $0.first = index }
    }

    /// The next call begins with another one, and so does what stands at this one.
    func failed(_ endpoint: String) {
        state.withLock { state in
            if all[state.first] == endpoint { state.first = (state.first + 1) % all.count }
            for each in state.standing.values where each.endpoint == endpoint {
                each.watch.finish()
            }
        }
    }

    /// Stands at an endpoint for as long as no other call fails there: silence alone does not tell
    /// an endpoint that is cut off from one with nothing to tell.
    func stand<Value: Sendable>(
        at endpoint: String, _ body: @escaping @Sendable () async throws -> Value
    ) async throws(EtcdError) -> Value {
        do {
            return try await withThrowingTaskGroup(of: Value?.self) { group in
                group.addTask { try await body() }
                group.addTask {
                    await self.failure(of: endpoint)
                    return nil
                }
                defer { group.cancelAll() }
                if let value = try await group.next() ?? nil { return value }
                try Task.checkCancellation()
                throw EtcdError.silent(endpoint: endpoint)
            }
        } catch {
            throw EtcdError(any: error)
        }
    }

    /// Returns when a call has failed there, or the task is cancelled.
    private func failure(of endpoint: String) async {
        let (failure, watch) = AsyncStream<Never>.makeStream()
        let number = state.withLock { state in
            state.counted += 1
            state.standing[state.counted] = (endpoint, watch)
            return state.counted
        }
        for await _ in failure {}
        state.withLock { $0.standing[number] = nil }
    }
}

import ServiceLifecycle

/// A service that is cancelled when it has not ended some time after graceful shutdown began.
struct BoundedShutdown<Base: Service>: Service {
    let base: Base
    let limit: Duration

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await base.run() }
            group.addTask {
                try? await gracefulShutdown()
                try? await Task.sleep(for: limit)
            }
            try await group.next()
            group.cancelAll()
        }
    }
}

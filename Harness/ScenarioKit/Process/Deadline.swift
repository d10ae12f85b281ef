/// Runs `operation`, or gives up after `limit` and returns nil.
///
/// The operation is cancelled when time is up; it is still waited for, so it must end on cancellation.
package func withDeadline<Value: Sendable>(
    _ limit: Duration, _ operation: @escaping @Sendable () async throws -> Value
) async throws -> Value? {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await operation() }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        return try await group.next() ?? nil
    }
}

/// Looks at `condition` until it holds or `limit` has passed; tells whether it held.
package func poll(
    for limit: Duration, every pause: Duration = Limits.poll,
    isolation: isolated (any Actor)? = #isolation,
    _ condition: () async throws -> Bool
) async throws -> Bool {
    let end = MonotonicTime.now.advanced(by: limit)
    while true {
        if try await condition() { return true }
        if MonotonicTime.now >= end { return false }
        try await Task.sleep(for: pause)
    }
}

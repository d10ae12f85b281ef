/// Runs jobs that outlive the call that starts them, yet never the scope they were started in.
///
/// A server, a listener and a background reload all live longer than one step. They are children of
/// the task group behind this scope, so nothing is left running when a case ends.
package struct JobScope: Sendable {
    private let jobs: AsyncStream<@Sendable () async -> Void>.Continuation

    /// Runs `body` with a scope, then cancels the jobs that are left and waits for them.
    package static func run<Result: Sendable>(
        _ body: @Sendable (JobScope) async throws -> Result
    ) async throws -> Result {
        let (stream, continuation) = AsyncStream.makeStream(
            of: (@Sendable () async -> Void).self)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await withDiscardingTaskGroup { jobs in
                    for await job in stream { jobs.addTask { await job() } }
                }
            }
            defer {
                continuation.finish()
                group.cancelAll()
            }
            return try await body(JobScope(jobs: continuation))
        }
    }

    /// Starts a job; it is cancelled when the scope ends.
    package func start(_ job: @escaping @Sendable () async -> Void) {
        jobs.yield(job)
    }

    /// Starts `operation` and returns where its result can be waited for.
    package func begin<Value: Sendable>(
        _ operation: @escaping @Sendable () async -> Value
    ) -> Pending<Value> {
        let pending = Pending<Value>()
        start { pending.resolve(await operation()) }
        return pending
    }
}

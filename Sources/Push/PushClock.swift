/// Any clock, reduced to what the daemon asks of it: the time since it was made, and waiting.
struct PushClock: Sendable {
    /// Time since this value was made.
    let now: @Sendable () -> Duration
    /// Waits until that time; throws `CancellationError` when the task is cancelled before.
    let sleep: @Sendable (_ until: Duration) async throws -> Void

    init(_ clock: some Clock<Duration>) {
        let start = clock.now
        now = { start.duration(to: clock.now) }
        sleep = { try await clock.sleep(until: start.advanced(by: $0), tolerance: nil) }
    }
}

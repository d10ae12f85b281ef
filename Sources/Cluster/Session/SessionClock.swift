/// Any clock, reduced to what a session asks of it: the time since it was made, and waiting.
///
/// The server's goes on while the process, or the machine, stands still (`ContinuousClock`).
package struct SessionClock: Sendable {
    /// Time since this value was made.
    package let now: @Sendable () -> Duration
    /// Throws `CancellationError` when the task is cancelled before.
    package let sleep: @Sendable (Duration) async throws -> Void

    package init(_ clock: some Clock<Duration>) {
        let start = clock.now
        now = { start.duration(to: clock.now) }
        sleep = { try await clock.sleep(for: $0) }
    }
}

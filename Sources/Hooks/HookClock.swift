import Foundation

/// Any clock and the wall clock, reduced to what the dispatcher asks of them.
struct HookClock: Sendable {
    /// Now, by both clocks.
    let now: @Sendable () -> HookTime
    /// Waits; throws `CancellationError` when the task is cancelled before.
    let sleep: @Sendable (Duration) async throws -> Void

    init(_ clock: some Clock<Duration>, wall: @escaping @Sendable () -> Date) {
        let start = clock.now
        now = { HookTime(steady: start.duration(to: clock.now), wall: wall().milliseconds) }
        sleep = { try await clock.sleep(for: $0) }
    }
}

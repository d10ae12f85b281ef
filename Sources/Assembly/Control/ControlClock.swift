/// The clock of a server under the harness's hand: what waits for a time on it wakes up when the
/// harness says that the time has come.
struct ControlClock: Clock {
    struct Instant: InstantProtocol {
        /// Since the clock was made.
        let elapsed: Duration

        func advanced(by duration: Duration) -> Instant { Instant(elapsed: elapsed + duration) }
        func duration(to other: Instant) -> Duration { other.elapsed - elapsed }
        static func < (one: Instant, other: Instant) -> Bool { one.elapsed < other.elapsed }
    }

    let time: ControlTime

    var now: Instant { Instant(elapsed: time.now) }
    var minimumResolution: Duration { ContinuousClock().minimumResolution }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try await time.sleep(until: deadline.elapsed)
    }
}

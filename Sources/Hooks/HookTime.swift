/// One moment by two clocks: only both together notice time that was slept through and a wall
/// clock that was set.
package struct HookTime: Hashable, Sendable {
    /// Since any fixed start; never goes back, and may stand still while the machine sleeps.
    package var steady: Duration
    /// Milliseconds since 1970; jumps when the clock is set.
    package var wall: Int64

    package init(steady: Duration, wall: Int64) {
        self.steady = steady
        self.wall = wall
    }

    static func + (time: HookTime, duration: Duration) -> HookTime {
        HookTime(
            steady: time.steady + duration, wall: time.wall + Int64(duration / .milliseconds(1)))
    }

    /// Whether one of the clocks has come to that moment.
    func reaches(_ moment: HookTime) -> Bool {
        steady >= moment.steady || wall >= moment.wall
    }
}

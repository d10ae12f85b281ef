package import GitModel

/// When a repository is due for a run that no push asked for: no effects, no clock.
///
/// Every repository has its own time, an interval and a share of chance after its newest run, so
/// that they do not all come at once. Nothing is due before its time, however often it is asked.
package struct CatchAllTimer: Sendable {
    private var interval: Duration
    private var dueAt: [ExactText: HookTime] = [:]
    /// The state of a splitmix64 generator.
    private var state: UInt64

    /// A zero `interval` is off. `seed` decides what is left to chance.
    package init(interval: Duration, seed: UInt64) {
        self.interval = interval
        state = seed
    }

    /// The repositories that have catch-all runs are now these, and the interval is this.
    /// `lastRuns` are the newest runs known, in milliseconds since 1970.
    package mutating func set(
        _ repositories: Set<ExactText>, interval newInterval: Duration,
        lastRuns: [ExactText: Int64],
        at now: HookTime
    ) {
        let isSame = interval == newInterval
        interval = newInterval
        let known = dueAt
        dueAt = [:]
        guard interval > .zero else { return }
        for repository in repositories.sorted() {
            if isSame, let time = known[repository] {
                dueAt[repository] = time
                continue
            }
            var left = Duration.zero
            if let last = lastRuns[repository] {
                // A run in the future was noted by a clock that was wrong.
                let passed = max(0, now.wall - last)
                left = max(.zero, interval - .milliseconds(passed))
            }
            dueAt[repository] = now + (left + jitter())
        }
    }

    /// A run was promised or began: the next is due an interval later.
    package mutating func ran(_ repository: ExactText, at now: HookTime) {
        guard interval > .zero,
            dueAt[repository] != nil || dueAt.count < Limits.seenRepositories
        else { return }
        dueAt[repository] = now + (interval + jitter())
    }

    /// What is due, the longest due first. It stays due until it `ran`.
    package func due(at now: HookTime) -> [ExactText] {
        dueAt.filter { now.reaches($0.value) }
            .sorted { ($0.value.steady, $0.key) < ($1.value.steady, $1.key) }
            .map(\.key)
    }

    /// How long nothing need be asked: until the next is due, at most a minute, at least a second.
    package func pause(at now: HookTime) -> Duration {
        let next = dueAt.values.map(\.steady).min() ?? now.steady + Limits.longestPause
        return max(.seconds(1), min(next - now.steady, Limits.longestPause))
    }

    private mutating func jitter() -> Duration {
        min(interval * Limits.jitter, Limits.longestJitter) * chance()
    }

    /// From 0 to below 1.
    private mutating func chance() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((word ^ (word >> 31)) >> 11) / Double(1 << 53)
    }
}

/// How long to wait after the nth failure in a row.
struct PushBackoff: Sendable {
    private let timing: PushTiming
    /// The state of a splitmix64 generator: the part of a wait that is left to chance.
    private var state: UInt64

    init(timing: PushTiming, seed: UInt64) {
        self.timing = timing
        state = seed
    }

    /// `base` × 2 for each failure before, up to `cap`, with jitter. `attempt` counts from 1.
    mutating func delay(attempt: Int) -> Duration {
        var delay = timing.base
        var left = attempt - 1
        while left > 0, delay < timing.cap {
            delay *= 2
            left -= 1
        }
        return min(min(delay, timing.cap) * (1 + timing.jitter * (chance() - 0.5)), timing.cap)
    }

    /// As `delay`, and not before a busy remote wants to be asked again (within `cap`).
    mutating func delay(attempt: Int, retryAfter: Duration?) -> Duration {
        max(delay(attempt: attempt), min(retryAfter ?? .zero, timing.cap))
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

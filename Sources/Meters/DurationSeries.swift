import Metrics
import Synchronization

/// How long something took, as counts by upper bound.
final class DurationSeries: Series, TimerHandler {
    /// Under one lock, so that what is shown of one moment agrees.
    private struct Counts {
        /// One for each bound, and one for what is longer than all; not cumulative.
        var buckets: [UInt64]
        /// Nanoseconds.
        var sum: UInt64 = 0
        var isKnown = false
    }

    /// Seconds, ascending.
    private let bounds: [Double]
    private let nanoseconds: [Int64]
    private let counts: Mutex<Counts>

    init(bounds: [Double]) {
        self.bounds = bounds
        nanoseconds = bounds.map { Int64(($0 * 1e9).rounded()) }
        counts = Mutex(Counts(buckets: Array(repeating: 0, count: bounds.count + 1)))
    }

    var isKnown: Bool { counts.withLock { $0.isKnown } }

    /// Counts one that took so long; less than nothing is nothing.
    func recordNanoseconds(_ duration: Int64) {
        let duration = max(0, duration)
        var bucket = 0
        while bucket < nanoseconds.count, nanoseconds[bucket] < duration { bucket += 1 }
        counts.withLock {
            $0.buckets[bucket] &+= 1
            $0.sum &+= UInt64(duration)
            $0.isKnown = true
        }
    }

    func write(to text: inout MeterText, _ labels: [MeterText.Label]) {
        let counts = counts.withLock { $0 }
        var total: UInt64 = 0
        for (bound, count) in zip(bounds + [.infinity], counts.buckets) {
            total &+= count
            text.sample(
                Double(total), labels + [.init("le", MeterText.number(bound))], suffix: "_bucket")
        }
        text.sample(Double(counts.sum) / 1e9, labels, suffix: "_sum")
        text.sample(Double(total), labels, suffix: "_count")
    }
}

import Synchronization

/// How long something took, as counts by upper bound.
package final class Histogram: Meter {
    private struct Counts {
        /// One for each bound, and one for what is longer than all; not cumulative.
        var buckets: [UInt64]
        var sum = 0.0
    }

    /// From a millisecond to a minute, in seconds.
    package static let standardBounds = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ]

    private let name: String
    private let help: String
    private let bounds: [Double]
    private let counts: Mutex<Counts>

    init(_ name: String, help: String, bounds: [Double]) {
        precondition(bounds == bounds.sorted(), "\(name): the bounds ascend")
        self.name = name
        self.help = help
        self.bounds = bounds
        counts = Mutex(Counts(buckets: Array(repeating: 0, count: bounds.count + 1)))
    }

    /// Counts one that took `duration`.
    package func observe(_ duration: Duration) {
        let parts = duration.components
        let seconds = max(0, Double(parts.seconds) + Double(parts.attoseconds) / 1e18)
        let bucket = bounds.firstIndex { seconds <= $0 } ?? bounds.count
        counts.withLock {
            $0.buckets[bucket] &+= 1
            $0.sum += seconds
        }
    }

    func write(to text: inout MeterText) {
        let counts = counts.withLock { $0 }
        text.begin(name, .histogram, help: help)
        var total: UInt64 = 0
        for (bound, count) in zip(bounds + [.infinity], counts.buckets) {
            total &+= count
            text.sample(
                Double(total), [.init("le", MeterText.number(bound))], suffix: "_bucket")
        }
        text.sample(counts.sum, suffix: "_sum")
        text.sample(Double(total), suffix: "_count")
    }
}

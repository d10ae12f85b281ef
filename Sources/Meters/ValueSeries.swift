import Metrics
import Synchronization

/// A value that goes up and down; told nothing yet, it is not shown.
final class ValueSeries: Series, RecorderHandler {
    /// The bits of the value; those of `nothing` before the first.
    private let bits = Atomic<UInt64>(ValueSeries.nothing)

    /// A NaN that no computation has as its result.
    private static let nothing = UInt64.max

    var isKnown: Bool { bits.load(ordering: .relaxed) != Self.nothing }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }

    func write(to text: inout MeterText, _ labels: [MeterText.Label]) {
        text.sample(Double(bitPattern: bits.load(ordering: .relaxed)), labels)
    }
}

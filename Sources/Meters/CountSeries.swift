import Metrics
import Synchronization

/// A count that only grows.
final class CountSeries: Series, CounterHandler {
    private let count = Atomic<Int64>(0)

    var isKnown: Bool { count.load(ordering: .relaxed) != 0 }

    /// Less than one more is nothing more: a counter never goes down.
    func increment(by amount: Int64) {
        guard amount > 0 else { return }
        count.wrappingAdd(amount, ordering: .relaxed)
    }

    func reset() { count.store(0, ordering: .relaxed) }

    func write(to text: inout MeterText, _ labels: [MeterText.Label]) {
        text.sample(Double(count.load(ordering: .relaxed)), labels)
    }
}

import Synchronization

/// A count that only grows, by the value of one label where it has one.
package final class Counter: Meter {
    private let name: String
    private let help: String
    private let label: String?
    /// In the order shown; without a label, one empty value.
    private let values: [String]
    private let counts: Mutex<[String: UInt64]>

    init(_ name: String, help: String, label: String?, values: [String]) {
        self.name = name
        self.help = help
        self.label = label
        self.values = label == nil ? [""] : values.filter { $0 != Self.rest } + [Self.rest]
        counts = Mutex([:])
    }

    /// What stands for a label's value that was not declared.
    package static let rest = "other"

    /// Counts `amount` more, under `value` where the counter has a label.
    package func add(_ amount: UInt64 = 1, _ value: String = "") {
        let key = values.contains(value) ? value : label == nil ? "" : Self.rest
        counts.withLock { $0[key, default: 0] &+= amount }
    }

    func write(to text: inout MeterText) {
        let counts = counts.withLock { $0 }
        text.begin(name, .counter, help: help)
        for value in values {
            // Shown only once it happened: nobody is to wonder what `other` may be.
            if value == Self.rest, counts[value] == nil { continue }
            text.sample(Double(counts[value] ?? 0), label.map { [.init($0, value)] } ?? [])
        }
    }
}

import Synchronization

/// A value that goes up and down.
package final class Gauge: Meter {
    private let name: String
    private let help: String
    private let value = Mutex<Double?>(nil)

    init(_ name: String, help: String) {
        self.name = name
        self.help = help
    }

    /// Sets the value shown from now on.
    package func set(_ value: Double) { self.value.withLock { $0 = value } }

    func write(to text: inout MeterText) {
        guard let value = value.withLock({ $0 }) else { return }
        text.gauge(name, value, help: help)
    }
}

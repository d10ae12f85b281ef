package import Metrics

/// Declares a family and makes its meters in one step.
extension MeterRegistry {
    package func counter(_ name: String, help: String) -> Counter {
        declareCounter(name, help: help)
        return Counter(label: name, factory: self)
    }

    /// One counter for each of `values` of the label.
    package func counters(
        _ name: String, help: String, label: String, values: [String]
    ) -> MeterSet<Counter> {
        let label = MeterLabel(label, values)
        declareCounter(name, help: help, labels: [label])
        return MeterSet(label) {
            Counter(label: name, dimensions: [(label.name, $0)], factory: self)
        }
    }

    package func gauge(_ name: String, help: String) -> Gauge {
        declareGauge(name, help: help)
        return Gauge(label: name, factory: self)
    }

    package func timer(_ name: String, help: String) -> Timer {
        declareTimer(name, help: help)
        return Timer(label: name, factory: self)
    }

    /// One timer for each of `values` of the label; `bounds` as with `declareTimer`.
    package func timers(
        _ name: String, help: String, label: String, values: [String],
        bounds: [Double] = MeterRegistry.standardBounds
    ) -> MeterSet<Timer> {
        let label = MeterLabel(label, values)
        declareTimer(name, help: help, labels: [label], bounds: bounds)
        return MeterSet(label) {
            Timer(label: name, dimensions: [(label.name, $0)], factory: self)
        }
    }

    /// A fact that never changes, told by the labels of a gauge that is 1.
    package func fact(_ name: String, help: String, _ labels: [(name: String, value: String)]) {
        declareGauge(name, help: help, labels: labels.map { MeterLabel($0.name, [$0.value]) })
        Gauge(label: name, dimensions: labels.map { ($0.name, $0.value) }, factory: self).record(1)
    }
}

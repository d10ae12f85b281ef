import Synchronization

/// All families of metrics that are counted where things happen; what can be read from state is
/// read when somebody asks, and not kept here.
///
/// A name is registered once. Every family has at most one label, with values known beforehand, so
/// that the number of time series is bounded whatever happens.
package final class MeterRegistry: Sendable {
    private struct Families {
        var names: Set<String> = []
        var meters: [any Meter] = []
    }

    private let families = Mutex(Families())

    package init() {}

    /// A count that only grows. With a `label`, each of `values` has a count of its own, which is
    /// there from the start, and anything else is counted as `other`.
    package func counter(
        _ name: String, help: String, label: String? = nil, values: [String] = []
    ) -> Counter {
        precondition(name.hasSuffix("_total"), "\(name): a counter's name ends in _total")
        return add(Counter(name, help: help, label: label, values: values), as: name)
    }

    /// A value that goes up and down; told nothing yet, it is not shown.
    package func gauge(_ name: String, help: String) -> Gauge {
        add(Gauge(name, help: help), as: name)
    }

    /// A distribution of durations; the upper `bounds` of its buckets are seconds, ascending.
    package func histogram(
        _ name: String, help: String, bounds: [Double] = Histogram.standardBounds
    ) -> Histogram {
        precondition(name.hasSuffix("_seconds"), "\(name): a duration's name ends in _seconds")
        return add(Histogram(name, help: help, bounds: bounds), as: name)
    }

    /// Writes every family, in the order of registration.
    package func write(to text: inout MeterText) {
        for meter in families.withLock({ $0.meters }) { meter.write(to: &text) }
    }

    private func add<Kind: Meter>(_ meter: Kind, as name: String) -> Kind {
        families.withLock { families in
            precondition(families.names.insert(name).inserted, "\(name) is registered twice")
            families.meters.append(meter)
        }
        return meter
    }
}

package import Metrics
import Synchronization

/// What swift-metrics counts into here, written as Prometheus reads it.
///
/// A family is declared once, with its help and the values its labels may have; what was not
/// declared is not counted, so that the number of time series is bounded whatever happens. What can
/// be read from state is read when somebody asks, and not kept here.
///
/// Each server has a registry of its own and hands it to whoever counts: nothing is bootstrapped
/// for the process, in which tests run several servers.
package final class MeterRegistry: Sendable {
    private struct Families {
        var byName: [String: Family] = [:]
        var inOrder: [Family] = []
    }

    /// From a millisecond to a minute, in seconds.
    package static let standardBounds = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ]

    private let families = Mutex(Families())

    package init() {}

    /// Declares a count that only grows. Each combination of the labels' values is there from the
    /// start.
    package func declareCounter(_ name: String, help: String, labels: [MeterLabel] = []) {
        precondition(name.hasSuffix("_total"), "\(name): a counter's name ends in _total")
        declare(Family(name, .counter, help: help, labels: labels) { CountSeries() }, as: name)
    }

    /// Declares a value that goes up and down; told nothing yet, it is not shown.
    package func declareGauge(_ name: String, help: String, labels: [MeterLabel] = []) {
        declare(Family(name, .gauge, help: help, labels: labels) { ValueSeries() }, as: name)
    }

    /// Declares a distribution of durations; the upper `bounds` of its buckets are seconds.
    package func declareTimer(
        _ name: String, help: String, labels: [MeterLabel] = [],
        bounds: [Double] = MeterRegistry.standardBounds
    ) {
        precondition(name.hasSuffix("_seconds"), "\(name): a duration's name ends in _seconds")
        precondition(bounds == bounds.sorted(), "\(name): the bounds ascend")
        declare(
            Family(name, .histogram, help: help, labels: labels) { DurationSeries(bounds: bounds) },
            as: name)
    }

    /// Writes every family, in the order of declaration.
    package func write(to text: inout MeterText) {
        for family in families.withLock({ $0.inOrder }) { family.write(to: &text) }
    }

    private func declare(_ family: Family, as name: String) {
        families.withLock { families in
            precondition(families.byName[name] == nil, "\(name) is declared twice")
            families.byName[name] = family
            families.inOrder.append(family)
        }
    }

    /// Nil: no such family of that kind is declared.
    private func series(
        _ name: String, _ kind: MeterText.Kind, _ dimensions: [(String, String)]
    ) -> (any Series)? {
        guard let family = families.withLock({ $0.byName[name] }), family.kind == kind else {
            return nil
        }
        return family.series(dimensions)
    }
}

// MARK: MetricsFactory

extension MeterRegistry: MetricsFactory {
    package func makeCounter(
        label: String, dimensions: [(String, String)]
    ) -> any CounterHandler {
        series(label, .counter, dimensions) as? any CounterHandler ?? NOOPMetricsHandler.instance
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        series(label, .gauge, dimensions) as? any RecorderHandler ?? NOOPMetricsHandler.instance
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, .histogram, dimensions) as? any TimerHandler ?? NOOPMetricsHandler.instance
    }

    // A series lives as long as its family.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}
}

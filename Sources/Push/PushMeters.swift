package import Meters
import Metrics

/// What is counted of pushing.
package struct PushMeters: Sendable {
    let attempts: MeterSet<Counter>
    let durations: Timer

    package init(_ registry: MeterRegistry) {
        attempts = registry.counters(
            "livetree_push_attempts_total",
            help: "Attempts to push, by how they ended: pushed, or the reason of the failure.",
            label: "result", values: ["pushed"] + PushReason.allCases.map(\.rawValue))
        durations = registry.timer(
            "livetree_push_seconds", help: "Duration of the pushes that the remote confirmed.")
    }
}

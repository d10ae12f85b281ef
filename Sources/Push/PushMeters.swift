package import Meters

/// What is counted of pushing.
package struct PushMeters: Sendable {
    let attempts: Counter
    let durations: Histogram

    package init(_ registry: MeterRegistry) {
        attempts = registry.counter(
            "livetree_push_attempts_total",
            help: "Attempts to push, by how they ended: pushed, or the reason of the failure.",
            label: "result", values: ["pushed"] + PushReason.allCases.map(\.rawValue))
        durations = registry.histogram(
            "livetree_push_seconds", help: "Duration of the pushes that the remote confirmed.")
    }
}

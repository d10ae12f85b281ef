package import Meters
import Metrics

/// What is counted of hook commands.
package struct HookMeters: Sendable {
    private let ended: MeterSet<Counter>
    private let durations: Timer

    /// Counts for nobody.
    package init() { self.init(MeterRegistry()) }

    package init(_ registry: MeterRegistry) {
        ended = registry.counters(
            "livetree_job_runs_total", help: "Runs of hook commands, by how they ended.",
            label: "end", values: JobReport.State.ends.map(\.rawValue))
        durations = registry.timer(
            "livetree_job_seconds", help: "Duration of the runs of hook commands.")
    }

    /// Counts one run.
    func record(_ end: JobEnd) {
        ended[end.state.rawValue].increment()
        if let duration = end.durationMs { durations.recordMilliseconds(duration) }
    }
}

extension JobReport.State {
    /// How a run can end.
    fileprivate static let ends: [JobReport.State] = [
        .succeeded, .failed, .timedOut, .notStarted, .retrying, .interrupted, .finishedByRestart,
        .dropped,
    ]
}

import Foundation
import Meters
import Metrics
import Reconcile

/// What is counted of reloads and reconciles.
struct ReloadMeters: Sendable {
    /// What a fetch of the whole branch came to.
    enum Refetch: String, CaseIterable {
        /// It brought something that was lost.
        case healed
        /// It brought nothing of it.
        case absent
        /// The remote could not be read.
        case failed
    }

    /// What a reload or reconcile spends its time with.
    private enum Stage: String, CaseIterable {
        case fetch, decide, build, swap
    }

    private let reloads: MeterSet<Counter>
    private let reconciles: MeterSet<Counter>
    private let durations: Metrics.Timer
    private let stages: MeterSet<Metrics.Timer>
    private let lastSuccess: Gauge
    private let refetches: MeterSet<Counter>

    init(_ registry: MeterRegistry) {
        let outcomes = ReconcileOutcome.allCases.map(\.rawValue) + ReloadRefusal.codes
        reloads = registry.counters(
            "livetree_reloads_total",
            help: "Reloads, by outcome or by the code of the refusal.", label: "outcome",
            values: outcomes)
        reconciles = registry.counters(
            "livetree_reconciles_total",
            help: "Reconciles, at boot, asked for, or inside a reload, by outcome.",
            label: "outcome", values: outcomes)
        durations = registry.timer(
            "livetree_reload_seconds", help: "Duration of reloads, from the fetch to the swap.")
        stages = registry.timers(
            "livetree_reload_stage_seconds",
            help: "Duration of the stages of runs that were done; build and swap of those that "
                + "swapped.", label: "stage", values: Stage.allCases.map(\.rawValue))
        lastSuccess = registry.gauge(
            "livetree_reload_last_success_timestamp_seconds",
            help: "When a reload or reconcile was last done, in seconds since 1970.")
        refetches = registry.counters(
            "livetree_refetches_total",
            help: "Fetches of the whole branch because objects were lost here, by what they "
                + "brought.",
            label: "outcome", values: Refetch.allCases.map(\.rawValue))
    }

    func countReload(_ result: ReloadResult) {
        reloads[result.word].increment()
        durations.record(duration: result.duration)
        noteSuccess(result)
    }

    func countReconcile(_ result: ReloadResult) {
        reconciles[result.word].increment()
        noteSuccess(result)
    }

    /// The stages of one run, however many asked for it.
    func countStages(_ result: ReloadResult) {
        guard case .done(let report) = result else { return }
        stages[Stage.fetch.rawValue].record(duration: report.timings.fetch)
        stages[Stage.decide.rawValue].record(duration: report.timings.decide)
        guard report.swapped else { return }
        stages[Stage.build.rawValue].record(duration: report.timings.build)
        stages[Stage.swap.rawValue].record(duration: report.timings.swap)
    }

    func countRefetch(_ end: Refetch) { refetches[end.rawValue].increment() }

    private func noteSuccess(_ result: ReloadResult) {
        if case .done = result { lastSuccess.record(Date().timeIntervalSince1970) }
    }
}

extension ReloadResult {
    /// The outcome, or the code of the refusal.
    fileprivate var word: String {
        switch self {
        case .done(let report): report.outcome.rawValue
        case .refused(let refusal): refusal.code
        }
    }
}

import Meters
import Reconcile

/// What is counted of reloads and reconciles.
struct ReloadMeters: Sendable {
    private let reloads: Counter
    private let reconciles: Counter
    private let durations: Histogram

    init(_ registry: MeterRegistry) {
        let outcomes = ReconcileOutcome.allCases.map(\.rawValue) + ReloadRefusal.codes
        reloads = registry.counter(
            "livetree_reloads_total",
            help: "Reloads, by outcome or by the code of the refusal.", label: "outcome",
            values: outcomes)
        reconciles = registry.counter(
            "livetree_reconciles_total",
            help: "Reconciles, at boot, asked for, or inside a reload, by outcome.",
            label: "outcome", values: outcomes)
        durations = registry.histogram(
            "livetree_reload_seconds", help: "Duration of reloads, from the fetch to the swap.")
    }

    func countReload(_ result: ReloadResult) {
        reloads.add(1, result.word)
        durations.observe(result.duration)
    }

    func countReconcile(_ result: ReloadResult) { reconciles.add(1, result.word) }
}

extension ReloadResult {
    /// The outcome, or the code of the refusal.
    fileprivate var word: String {
        switch self {
        case .done(let report): report.outcome.rawValue
        case .refused(let refusal): refusal.code
        }
    }

    fileprivate var duration: Duration {
        switch self {
        case .done(let report): report.duration
        case .refused(let refusal): refusal.duration
        }
    }
}

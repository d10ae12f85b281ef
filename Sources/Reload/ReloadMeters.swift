import Meters
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

    private let reloads: Counter
    private let reconciles: Counter
    private let durations: Histogram
    private let refetches: Counter

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
        refetches = registry.counter(
            "livetree_refetches_total",
            help: "Fetches of the whole branch because objects were lost here, by what they "
                + "brought.",
            label: "outcome", values: Refetch.allCases.map(\.rawValue))
    }

    func countReload(_ result: ReloadResult) {
        reloads.add(1, result.word)
        durations.observe(result.duration)
    }

    func countRefetch(_ end: Refetch) { refetches.add(1, end.rawValue) }

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
}

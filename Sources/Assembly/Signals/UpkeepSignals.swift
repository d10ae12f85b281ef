import Alerts
import GitAccess
import JSONModel
import Meters
import Metrics

/// How much disk the repository takes, and what its upkeep did.
struct UpkeepSignals: Sendable {
    private let alerts: AlertDesk
    private let bytes: Gauge
    private let packs: Gauge
    private let looseObjects: Gauge
    private let runs: MeterSet<Counter>
    private let durations: Timer

    init(alerts: AlertDesk, meters: MeterRegistry) {
        self.alerts = alerts
        bytes = meters.gauge(
            "livetree_repository_bytes", help: "Disk taken by the repository's objects.")
        packs = meters.gauge("livetree_repository_packs", help: "Packs of the repository.")
        looseObjects = meters.gauge(
            "livetree_repository_loose_objects", help: "Loose objects of the repository.")
        runs = meters.counters(
            "livetree_upkeep_runs_total", help: "Runs of upkeep, by how they ended.",
            label: "outcome", values: ["done", "failed"])
        durations = meters.timer(
            "livetree_upkeep_seconds", help: "Duration of the runs of upkeep.")
    }

    /// What the repository takes now.
    func record(_ size: StoreSize) {
        bytes.record(size.bytes)
        packs.record(size.packs)
        looseObjects.record(size.looseObjects)
    }

    /// A run that ended.
    func record(_ report: UpkeepReport) {
        record(report.after)
        runs["done"].increment()
        durations.record(duration: report.duration)
        alerts.update(.upkeep, to: report.damagedPacks.isEmpty ? [] : [damage(report.damagedPacks)])
    }

    /// A run that could not do its work.
    func record(_ error: GitError) {
        runs["failed"].increment()
        guard !error.isStorageFull else { return }
        alerts.update(.upkeep, to: [damage([error.description])], keeping: true)
    }

    private func damage(_ what: [String]) -> Alert {
        Alert(
            .localDamaged, message: "the repository here cannot be kept in order",
            hint: "check CFP_DATA_REPO_PATH with git fsck, and its disk",
            fields: [.init("err", .string(what.joined(separator: ", ")))])
    }
}

import Alerts
import Commit
import GitModel
import Hooks
import Logging
import Meters
import Push
import Reconcile
import Reload

/// What a server tells the world besides its answers: alerts and metrics. Every family of metrics
/// is registered here, so that all are there from the start.
struct Signals: Sendable {
    let meters = MeterRegistry()
    let alerts: AlertDesk
    let poster: AlertPoster
    let push: PushSignals
    let reload: ReloadSignals
    let write: WriteSignals
    let upkeep: UpkeepSignals
    let hooks: HookMeters

    init(_ configuration: Configuration, logger: Logger) {
        let poster = AlertPoster(configuration.settings, meters: meters, logger: logger)
        self.poster = poster
        alerts = AlertDesk(
            branch: configuration.branch.text, logger: logger, meters: meters,
            send: { poster.add($0) })
        push = PushSignals(
            alerts: alerts, meters: meters,
            healsDivergence: configuration.divergence.replays)
        reload = ReloadSignals(branch: configuration.branch, alerts: alerts, meters: meters)
        write = WriteSignals(
            branch: configuration.branch.text, alerts: alerts, meters: meters)
        upkeep = UpkeepSignals(alerts: alerts, meters: meters)
        hooks = HookMeters(meters)
        meters.fact(
            "livetree_build_info", help: "1; the labels say what runs.",
            [
                ("version", BuildVersion.number),
                ("commit", BuildVersion.commit.isEmpty ? "unknown" : BuildVersion.commit),
            ])
    }
}

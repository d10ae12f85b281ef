import Alerts
import GitModel
import Logging
import Meters

/// What a server tells the world besides its answers: alerts and metrics.
struct Signals: Sendable {
    let meters = MeterRegistry()
    let alerts: AlertDesk
    let poster: AlertPoster

    init(_ configuration: Configuration, logger: Logger) {
        let poster = AlertPoster(configuration.settings, meters: meters, logger: logger)
        self.poster = poster
        alerts = AlertDesk(
            branch: configuration.branch.text, logger: logger, meters: meters,
            send: { poster.add($0) })
    }
}

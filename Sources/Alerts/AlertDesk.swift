import Foundation
import JSONModel
package import Logging
package import Meters
import Synchronization

/// Where everyone says what an operator is needed for; each condition goes once into the log and
/// to the receiver of alerts.
///
/// Saying so never blocks and never fails.
package final class AlertDesk: Sendable {
    private let branch: String
    private let logger: Logger
    private let send: @Sendable (AlertMessage) -> Void
    private let raised: Counter
    private let book = Mutex(AlertBook())

    /// `branch` is the served one; `send` must not block.
    package init(
        branch: String, logger: Logger, meters: MeterRegistry,
        send: @escaping @Sendable (AlertMessage) -> Void = { _ in }
    ) {
        self.branch = branch
        self.logger = logger
        self.send = send
        raised = meters.counter(
            "livetree_alerts_total", help: "Alerts raised, by event.", label: "event",
            values: AlertEvent.allCases.map(\.rawValue))
    }

    /// How many conditions of each event hold now; every event is there.
    package var holding: [(event: AlertEvent, count: Int)] {
        let conditions = book.withLock { $0.conditions }
        return AlertEvent.allCases.map { event in
            (event, conditions.count { $0.event == event })
        }
    }

    /// `source` says that exactly these hold now; with `keeping`, beside those it said before.
    package func update(_ source: AlertSource, to alerts: [Alert], keeping: Bool = false) {
        for alert in book.withLock({ $0.update(source, to: alerts, keeping: keeping) }) {
            deliver(alert)
        }
    }

    /// What `source` said of `condition` is out of date: somebody else saw that it is over.
    package func withdraw(_ condition: Alert.Condition, from source: AlertSource) {
        book.withLock { $0.withdraw(condition, from: source) }
    }

    /// Something happened that an operator must see to; told once.
    package func tell(_ alert: Alert) {
        if book.withLock({ $0.tell(alert) }) { deliver(alert) }
    }

    private func deliver(_ alert: Alert) {
        raised.add(1, alert.event.rawValue)
        var metadata: Logger.Metadata = [
            "event": "alert", "alert": "\(alert.event.rawValue)", "hint": "\(alert.hint)",
            "branch": "\(alert.branch ?? branch)",
        ]
        if !alert.subject.isEmpty { metadata["subject"] = "\(alert.subject)" }
        logger.error("\(alert.message)", metadata: metadata)
        send(AlertMessage(alert, branch: branch, at: Date()))
    }
}

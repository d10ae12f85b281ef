package import Foundation
import JSONModel
package import Logging
package import Meters
import Metrics
import Synchronization

/// Where everyone says what an operator is needed for; each condition goes once into the log and
/// to the receiver of alerts.
///
/// Saying so never blocks and never fails.
package final class AlertDesk: Sendable {
    private let branch: String
    private let logger: Logger
    private let send: @Sendable (AlertMessage) -> Void
    private let raised: MeterSet<Counter>
    private let state = Mutex(State())

    /// A condition that holds, as it was last told.
    package struct Holding: Sendable {
        package let alert: Alert
        /// When it was first told.
        package let since: Date
    }

    private struct State {
        var book = AlertBook()
        var words: [Alert.Condition: Holding] = [:]

        /// Forgets the words of what no longer holds.
        mutating func tidy() {
            let conditions = book.conditions
            words = words.filter { conditions.contains($0.key) }
        }
    }

    /// `branch` is the served one; `send` must not block.
    package init(
        branch: String, logger: Logger, meters: MeterRegistry,
        send: @escaping @Sendable (AlertMessage) -> Void = { _ in }
    ) {
        self.branch = branch
        self.logger = logger
        self.send = send
        raised = meters.counters(
            "livetree_alerts_total", help: "Alerts raised, by event.", label: "event",
            values: AlertEvent.allCases.map(\.rawValue))
    }

    /// How many conditions of each event hold now; every event is there.
    package var holding: [(event: AlertEvent, count: Int)] {
        let conditions = state.withLock { $0.book.conditions }
        return AlertEvent.allCases.map { event in
            (event, conditions.count { $0.event == event })
        }
    }

    /// `source` says that exactly these hold now; with `keeping`, beside those it said before.
    package func update(_ source: AlertSource, to alerts: [Alert], keeping: Bool = false) {
        let now = Date()
        let new = state.withLock { state in
            let new = state.book.update(source, to: alerts, keeping: keeping)
            state.tidy()
            for alert in alerts {
                let since = state.words[alert.condition]?.since ?? now
                state.words[alert.condition] = Holding(alert: alert, since: since)
            }
            return new
        }
        for alert in new { deliver(alert) }
    }

    /// What an operator is needed for now, the longest first.
    package var needs: [Holding] {
        state.withLock { Array($0.words.values) }.sorted {
            ($0.since, $0.alert.event.rawValue, $0.alert.subject)
                < ($1.since, $1.alert.event.rawValue, $1.alert.subject)
        }
    }

    /// What `source` said of `condition` is out of date: somebody else saw that it is over.
    package func withdraw(_ condition: Alert.Condition, from source: AlertSource) {
        state.withLock { state in
            state.book.withdraw(condition, from: source)
            state.tidy()
        }
    }

    /// Something happened that an operator must see to; told once.
    package func tell(_ alert: Alert) {
        if state.withLock({ $0.book.tell(alert) }) { deliver(alert) }
    }

    private func deliver(_ alert: Alert) {
        raised[alert.event.rawValue].increment()
        var metadata: Logger.Metadata = [
            "event": "alert", "alert": "\(alert.event.rawValue)", "hint": "\(alert.hint)",
            "branch": "\(alert.branch ?? branch)",
        ]
        if !alert.subject.isEmpty { metadata["subject"] = "\(alert.subject)" }
        logger.error("\(alert.message)", metadata: metadata)
        send(AlertMessage(alert, branch: branch, at: Date()))
    }
}

/// Which conditions hold, so that each is told once and not at every retry. Pure.
///
/// A condition holds as long as one source says so. Once none does, it is armed again. Nothing
/// survives a restart: what still holds then is told once more.
package struct AlertBook: Sendable {
    private var holding: [AlertSource: Set<Alert.Condition>] = [:]
    /// Of what is told without holding, the newest; oldest first.
    private var told: [Alert.Condition] = []

    package init() {}

    /// The conditions that hold.
    package var conditions: Set<Alert.Condition> {
        holding.values.reduce(into: []) { $0.formUnion($1) }
    }

    /// `source` says that exactly these hold; with `keeping`, also those it said before.
    /// Returns the alerts to send: those of conditions that held for no source until now.
    package mutating func update(
        _ source: AlertSource, to alerts: [Alert], keeping: Bool = false
    ) -> [Alert] {
        var seen = conditions
        let new = Set(alerts.map(\.condition))
        let all = keeping ? new.union(holding[source] ?? []) : new
        holding[source] = all.isEmpty ? nil : all
        return alerts.filter { seen.insert($0.condition).inserted }
    }

    /// What `source` said of `condition` is out of date: somebody saw that it is over.
    package mutating func withdraw(_ condition: Alert.Condition, from source: AlertSource) {
        holding[source]?.remove(condition)
    }

    /// Something happened that an operator must see to, and whose end nobody here will notice.
    /// False: it was told already.
    package mutating func tell(_ alert: Alert) -> Bool {
        guard !told.contains(alert.condition) else { return false }
        told.append(alert.condition)
        if told.count > Limits.toldEvents { told.removeFirst() }
        return true
    }
}

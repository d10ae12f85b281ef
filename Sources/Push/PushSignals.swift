package import Alerts
package import Meters

/// Where the push daemon says what an operator is needed for, and counts.
package struct PushSignals: Sendable {
    let alerts: AlertDesk
    let meters: PushMeters
    /// Whether somebody reconciles by itself when the histories diverge.
    let healsDivergence: Bool

    package init(alerts: AlertDesk, meters: MeterRegistry, healsDivergence: Bool) {
        self.alerts = alerts
        self.meters = PushMeters(meters)
        self.healsDivergence = healsDivergence
    }

    /// What an operator is needed for: nobody, while a reconcile may still heal it.
    func alerts(for concerns: [PushConcern], _ journal: PushJournal) -> [Alert] {
        concerns.compactMap { concern in
            if case .lane(_, .nonFastForward, let halts) = concern, healsDivergence,
                halts < Limits.patientHalts
            {
                return nil
            }
            return journal.alert(for: concern)
        }
    }
}

/// The clock of a scenario's world.
package struct ClockSettings: Sendable, Hashable {
    /// How the server's time moves.
    package enum Mode: String, Sendable, Hashable, CaseIterable {
        /// Never.
        case frozen
        /// By the `clock` step only.
        case manual
        /// As the wall clock does.
        case real
    }

    /// Start of the clock and of the commit dates; 2026-11-21T09:00:00Z by default.
    package var start = UTCInstant(seconds: 1_795_251_600)
    /// `manual` by default.
    package var mode: Mode = .manual
}

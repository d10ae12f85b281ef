/// Bounds of the push daemon.
enum Limits {
    /// Between two counts of pending commits while a push is in flight.
    static let countPause = Duration.milliseconds(200)
    /// What a push in flight or just due gets when the server stops.
    static let shutdownGrace = Duration.seconds(30)
    /// Where a divergence is reconciled by itself, it is an operator's business from this many
    /// halts in a row.
    static let patientHalts = 3
}

/// Bounds of the push daemon.
enum Limits {
    /// What a push in flight or just due gets when the server stops.
    static let shutdownGrace = Duration.seconds(30)
}

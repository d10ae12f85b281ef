import ArgumentParser

/// What generated cases are played with.
enum Tier: String, ExpressibleByArgument, CaseIterable {
    /// The server's decisions in a simulated world.
    case sim
    /// The real server, in worlds of the runner.
    case real
}

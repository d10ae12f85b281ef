import ArgumentParser

/// What performance claims are measured with: each row against a peer or a limit, in one run.
@main struct BenchmarkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "Benchmarks",
        abstract: "Measures what docs/performance.md claims, on data made from a seed.",
        discussion: "scripts/bench builds it and what it measures, and runs it.",
        subcommands: [RunCommand.self, PlainRouteCommand.self],
        defaultSubcommand: RunCommand.self)
}

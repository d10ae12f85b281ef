import ArgumentParser

/// What performance claims are measured with: one subcommand a claim.
@main struct BenchmarkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "Benchmarks",
        abstract: "Measures what the documentation claims, on data made from a seed.",
        discussion: "Build it with `-c release`. Exits with 1 when a claim does not hold.",
        subcommands: [ReloadBenchmark.self, SearchBenchmark.self])
}

import ArgumentParser
import GitAccess
import GitModel
import LiveData

/// Claim: a reload costs what changed, not what exists.
struct ReloadBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload",
        abstract: "A full build against taking over a commit that changes one record.")

    @Option(help: "Records of the branch.")
    var records = 100_000
    @Option(help: "Commits taken over.")
    var rounds = 20
    @Option(help: "Full builds.")
    var fullRounds = 3
    @Option(help: "Seed of the data.")
    var seed: UInt64 = 1
    @Flag(help: "All records of a sheet in one folder, instead of at most 1000.")
    var flat = false
    @Option(help: "How many times faster than a full build it must be.")
    var atLeast = 50.0
    @OptionGroup var report: ReportOptions

    func run() async throws {
        let corpus = Corpus(records: records, layout: flat ? .flat : .folders, seed: seed)
        let data = try CorpusRepository(corpus)
        let source = Source(
            repository: try GitRepository(at: data.path), blobs: BlobReader(path: data.path))
        var full: [Duration] = []
        var fullWithoutSearch: [Duration] = []
        for _ in 0..<fullRounds {
            full.append(try await source.fullBuild(expecting: records, indexing: .now))
            fullWithoutSearch.append(
                try await source.fullBuild(expecting: records, indexing: .later))
        }
        let reload = try await source.reloads(of: data, corpus: corpus, rounds: rounds)
        let samples = [
            Samples("full build", full),
            Samples("full build, search later", fullWithoutSearch),
            Samples("reload of one changed record", reload.whole),
            Samples("  of which swap", reload.swap),
        ]
        let ratio = samples[0].median / samples[2].median
        let holds = ratio >= atLeast
        try report.publish(
            BenchmarkReport(
                benchmark: "reload",
                parameters: [
                    "records": "\(records)", "seed": "\(seed)", "layout": corpus.layout.rawValue,
                ],
                samples: samples, claim: "full build / reload, at least \(atLeast)",
                figure: ratio, holds: holds))
        if !holds { throw ExitCode(1) }
    }
}

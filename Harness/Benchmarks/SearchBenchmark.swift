import ArgumentParser
import GitAccess
import LiveData

/// Claim: no query takes long, however common its words are.
struct SearchBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Queries of every kind against one snapshot, one at a time.")

    @Option(help: "Records of the branch.")
    var records = 100_000
    @Option(help: "Times each query is asked.")
    var rounds = 50
    @Option(help: "Seed of the data.")
    var seed: UInt64 = 1
    @Option(help: "Milliseconds the slowest query may take (median).")
    var atMost = 10.0
    @OptionGroup var report: ReportOptions

    /// One word in one record, in few, in most; beginnings of few and of very many words; several
    /// words of which one or all are common.
    static let queries = [
        "project-4005 ", "word777 ", "community ", "example ", "comm", "wo", "person", "proje",
        "word7", "water park ", "community word777 ", "water park street school ", "w* p* s*",
    ]

    func run() async throws {
        let corpus = Corpus(records: records, layout: .folders, seed: seed)
        let data = try CorpusRepository(corpus)
        let source = Source(
            repository: try GitRepository(at: data.path), blobs: BlobReader(path: data.path))
        let search = try SearchIndex(path: nil)
        let snapshot = try await source.build(with: search).snapshot
        let clock = ContinuousClock()
        var samples: [Samples] = []
        for query in Self.queries {
            var durations: [Duration] = []
            var answer = try await search.search(query, sheet: nil, limit: 20, in: snapshot)
            for _ in 0..<rounds {
                let start = clock.now
                answer = try await search.search(query, sheet: nil, limit: 20, in: snapshot)
                durations.append(clock.now - start)
            }
            let kind = answer.truncated ? "cut" : "exact"
            samples.append(Samples("\"\(query)\" \(answer.hits.count) hits, \(kind)", durations))
        }
        let slowest = samples.map(\.median).max() ?? 0
        try report.publish(
            BenchmarkReport(
                benchmark: "search", parameters: ["records": "\(records)", "seed": "\(seed)"],
                samples: samples, claim: "slowest median in ms, at most \(atMost)",
                figure: slowest, holds: slowest <= atMost))
        if slowest > atMost { throw ExitCode(1) }
    }
}

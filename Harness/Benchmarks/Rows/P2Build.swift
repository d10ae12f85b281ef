import GitAccess
import LiveData

/// Building and swapping the next snapshot, beside building all of it. Within this process: the row
/// is about the function.
enum P2Build: Row {
    static let name = "P2"
    static let title = "build + swap of what changed, nested folders"

    static func measure(_ bench: Bench, _ report: inout RowReport) async throws {
        let largest = bench.records(1_000_000, quick: 100_000)
        let sizes = bench.quick ? [1_000, largest] : [1_000, 10_000, 100_000, largest]
        var singles: [Samples] = []
        for records in sizes where records <= largest {
            let corpus = bench.corpus(records)
            bench.progress.show("making \(records) records")
            let data = try bench.store.repository(corpus)
            let source = Source(
                repository: try GitRepository(at: data.path), blobs: BlobReader(path: data.path))
            var full: [Duration] = []
            for round in 0..<(records > 100_000 ? 1 : 3) {
                bench.progress.show("full build of \(records), \(round + 1)")
                full.append(try await source.fullBuild(expecting: records))
            }
            let whole = Samples("\(records): full build", full)
            report.add(whole)
            bench.progress.show("builds of what changed in \(records)")
            let rounds = bench.rounds(25, quick: 15)
            let kinds = [(1, rounds), (100, rounds), (10_000, 3)].filter { $0.0 * 10 <= records }
                .map { (count: $0.0, rounds: $0.1) }
            let reloads = try await source.reloads(
                of: data, kinds: kinds, times: bench.options.sabotage ? 2 : 1)
            for (kind, durations) in zip(kinds, reloads) {
                let part = Samples("\(records): \(kind.count) changed", durations)
                report.add(part)
                if kind.count == 1 { singles.append(part) }
                guard records == largest, kind.count != 100 else { continue }
                let ratios = part.values.map { whole.median / $0 }
                report.claim(
                    "full / \(kind.count) changed", Samples("", "×", ratios),
                    .atLeast(goal(of: kind.count, bench)), best: whole.least / part.least)
            }
        }
        guard let small = singles.first, let large = singles.last, singles.count > 1 else { return }
        report.claim(
            "1 changed, largest / 1000", Samples("", "×", large.values.map { $0 / small.median }),
            .atMost(2), best: large.least / small.least)
    }

    /// The goals are about a million records; few records have less to gain.
    private static func goal(of count: Int, _ bench: Bench) -> Double {
        if count == 1 { return bench.quick ? 50 : 500 }
        return bench.quick ? 3 : 30
    }
}

import GitAccess
import GitModel

/// From the webhook to the swap, beside a bare fetch of the same commit.
enum P1Reload: Row {
    static let name = "P1"
    static let title = "webhook → swapped, one record changed"

    static func measure(_ bench: Bench, _ report: inout RowReport) async throws {
        let records = bench.records(100_000, quick: 20_000)
        let nested = bench.corpus(records)
        try await compare("local", nested, overHTTP: false, bench, &report)
        try await compare("HTTP", nested, overHTTP: true, bench, &report)
        guard !bench.quick else { return }
        let flat = bench.corpus(records, .flat)
        try await compare("flat", flat, overHTTP: false, bench, &report)
    }

    private static func compare(
        _ kind: String, _ corpus: Corpus, overHTTP: Bool, _ bench: Bench,
        _ report: inout RowReport
    ) async throws {
        bench.progress.show("\(kind): making \(corpus.records) records")
        let origin = try bench.store.repository(corpus)
        let (own, peer) = (try bench.store.repository(corpus), try bench.store.repository(corpus))
        let folder = origin.path.split(separator: "/").dropLast().joined(separator: "/")
        let http = overHTTP ? try GitHTTP(bench, serving: "/\(folder)") : nil
        let name = String(origin.path.split(separator: "/").last ?? "")
        let remote = http?.url(name) ?? origin.path
        let server = try Livetree(bench, on: own.path, remote: remote).ready()
        try server.searches()
        var connection = try server.connect()
        let trees = TreePair(try GitRepository(at: origin.path))
        var random = SeededGenerator(seed: corpus.seed)
        try await trees.advance()
        var (round, commit) = (0, "")
        let sides = [
            Side("\(kind): git fetch", "ms") { try fetch(into: peer.path, from: remote) },
            Side("\(kind): webhook → swapped", "ms") {
                let start = ContinuousClock.now
                let answer = try Livetree.reload(connection, commit: commit)
                guard answer["swapped"] as? Bool == true else {
                    throw BenchmarkError.inconsistent("a reload that swapped nothing")
                }
                if bench.options.sabotage { try Livetree.reload(connection, commit: nil) }
                return (.now - start).milliseconds
            },
            Side("\(kind): diff of the trees", "ms") { try await trees.compare() },
        ]
        let measured = try await bench.turns.run(sides, rounds: bench.rounds(21, quick: 11)) {
            round += 1
            // Not one that was idle for long.
            connection = try server.connect()
            let files = corpus.record(random.int(below: corpus.records), version: round)
            commit = try origin.commit([[files]])[0]
            try await trees.advance()
        }
        report.add(measured)
        report.claim(
            "\(kind): (webhook - diff) / fetch", (measured[1] - measured[2]) / measured[0],
            .atMost(1.25),
            best: (measured[1].least - measured[2].least) / measured[0].least)
        if let http { withExtendedLifetime(http) {} }
        server.process.stop()
    }

    /// The least that git can do to have the commit, as the server asks for it.
    private static func fetch(into repository: String, from remote: String) throws -> Double {
        let start = ContinuousClock.now
        try ChildProcess.run([
            "git", "-c", "gc.auto=0", "-c", "maintenance.auto=false", "--git-dir=\(repository)",
            "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", remote,
            "+refs/heads/main:refs/remotes/origin/main",
        ])
        return (.now - start).milliseconds
    }
}

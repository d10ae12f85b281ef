/// Bringing 100 local commits over 100 remote ones, beside git's rebase in a worktree.
enum P10Reconcile: Row {
    static let name = "P10"
    static let title = "reconcile of 100 local commits over 100 remote ones"

    private static let commits = 100

    static func measure(_ bench: Bench, _ report: inout RowReport) async throws {
        let records = bench.records(100_000, quick: 20_000)
        bench.progress.show("making \(records) records")
        let corpus = bench.corpus(records)
        let origins = [try bench.store.repository(corpus), try bench.store.repository(corpus)]
        let data = try bench.store.repository(corpus)
        let tree = bench.store.path("worktree")
        bench.progress.show("checking \(records) records out")
        try ChildProcess.run(["git", "clone", "--quiet", origins[1].path, tree])
        let worktree = try CorpusRepository(at: tree + "/.git", holding: corpus)
        let server = try Livetree(bench, on: data.path, remote: origins[0].path).ready()
        try server.searches()
        var round = 0
        var details: [[String: Double]] = []
        let sides = [
            Side("livetree: fetch, replay, swap, push", "ms") {
                try diverge(round, origin: origins[0], local: data)
                // The other side may have taken longer than a connection may be idle.
                let connection = try server.connect()
                let start = ContinuousClock.now
                let answer = try connection.ask(
                    "POST", "/api/_internal/reconcile", fields: Livetree.authority)
                let spent = ContinuousClock.now - start
                guard answer.json["outcome"] as? String == "rebased",
                    answer.json["pushed"] as? Bool == true
                else {
                    throw BenchmarkError.inconsistent(String(decoding: answer.body, as: UTF8.self))
                }
                details.append(answer.json["timings"] as? [String: Double] ?? [:])
                return spent.milliseconds
            },
            Side("git: fetch, rebase, push", "ms") {
                try diverge(round, origin: origins[1], local: worktree)
                // Only what changed is written to the worktree, outside of what is measured.
                try git(tree, ["reset", "--quiet", "--hard", "refs/heads/main"])
                let start = ContinuousClock.now
                try git(tree, ["fetch", "--quiet", "origin"])
                try git(tree, ["rebase", "--quiet", "refs/remotes/origin/main"])
                try git(tree, ["push", "--quiet", "origin", "main"])
                return (.now - start).milliseconds
            },
        ]
        let rounds = bench.rounds(5, quick: 3)
        let times = try await bench.turns.run(sides, rounds: rounds) { round += 1 }
        report.add(times)
        for name in ["fetchMs", "decideMs", "buildMs", "swapMs"] {
            let values = details.suffix(rounds).map { $0[name] ?? .nan }
            report.add(Samples("livetree says: \(name.dropLast(2))", "ms", values))
        }
        report.claim("git / livetree", times[1] / times[0], .atLeast(10))
        server.process.stop()
    }

    /// A hundred commits here and a hundred there, of other records.
    private static func diverge(
        _ round: Int, origin: CorpusRepository, local: CorpusRepository
    ) throws {
        for (side, repository) in [local, origin].enumerated() {
            var random = SeededGenerator(seed: origin.corpus.seed &+ UInt64(round * 2 + side))
            // Even numbers here, odd ones there.
            let files = (0..<commits).map { number in
                let version = round * commits + number
                let record = random.int(below: origin.corpus.records / 2) * 2 + side
                return [origin.corpus.record(record, version: version)]
            }
            try repository.commit(files)
        }
    }

    private static func git(_ tree: String, _ arguments: [String]) throws {
        try ChildProcess.run(["git", "-c", "gc.auto=0", "-C", tree] + arguments)
    }
}

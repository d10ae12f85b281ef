/// Reads while reloads run back to back, beside reads while the same server does nothing else.
enum P5ReadsDuringReloads: Row {
    static let name = "P5"
    static let title = "reads during reloads that run back to back"

    static func measure(_ bench: Bench, _ report: inout RowReport) async throws {
        let records = bench.records(100_000, quick: 20_000)
        bench.progress.show("making \(records) records")
        let corpus = bench.corpus(records)
        let origin = try bench.store.repository(corpus)
        let data = try bench.store.repository(corpus)
        let loop = ReloadLoop(
            origin: origin, commits: try ReloadLoop.prepare(20_000, in: origin))
        let server = try Livetree(bench, on: data.path, remote: origin.path).ready()
        try server.searches()
        let url = "http://127.0.0.1:\(server.port)/api/sheets/\(corpus.target(records / 2))"
        let load = Wrk(seconds: bench.rounds(5, quick: 3))
        var (idle, busy, reloads) = ([Double](), [Double](), [Double]())
        let sides = [
            Side("idle", "/s") {
                let result = try load.run(url)
                idle.append(result.p99)
                return result.rate
            },
            Side("during reloads", "/s") {
                let (result, rate) = try loop.beside(server.port) { try load.run(url) }
                busy.append(result.p99)
                reloads.append(rate)
                return result.rate
            },
        ]
        let rounds = bench.rounds(7, quick: 4)
        let rates = try await bench.turns.run(sides, rounds: rounds)
        let late = [
            Samples("idle: p99", "ms", idle.suffix(rounds)),
            Samples("during reloads: p99", "ms", busy.suffix(rounds)),
        ]
        report.add(rates)
        report.add(late)
        report.add(Samples("reloads meanwhile", "/s", reloads.suffix(rounds)))
        report.claim("reads during reloads / idle", rates[1] / rates[0], .atLeast(0.9))
        report.claim("p99 during reloads / idle", late[1] / late[0], .atMost(1.5))
        report.note("Server, git's fetches and wrk share all cores.")
        server.process.stop()
    }
}

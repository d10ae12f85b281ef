/// Resident memory, beside the bytes of the records' JSON.
enum P9Memory: Row {
    static let name = "P9"
    static let title = "resident memory"

    static func measure(_ bench: Bench, _ report: inout RowReport) async throws {
        let sizes =
            bench.options.records.map { [$0] } ?? (bench.quick ? [20_000] : [100_000, 1_000_000])
        for records in sizes {
            try await measure(records, bench, &report)
        }
    }

    private static func measure(
        _ records: Int, _ bench: Bench, _ report: inout RowReport
    ) async throws {
        bench.progress.show("making \(records) records")
        let corpus = bench.corpus(records)
        let origin = try bench.store.repository(corpus)
        let data = try bench.store.repository(corpus)
        let count = bench.rounds(1_000, quick: 200)
        let warmup = count / 10
        let loop = ReloadLoop(
            origin: origin, commits: try ReloadLoop.prepare(count + warmup, in: origin))
        bench.progress.show("boot with \(records) records")
        let server = try Livetree(bench, on: data.path, remote: origin.path).ready()
        try server.searches()
        let booted = try ProcessUse(settled: server.process.pid)
        bench.progress.show("\(count) reloads of \(records) records")
        try loop.run(server.port, to: warmup)
        let before = try ProcessUse(settled: server.process.pid)
        try loop.run(server.port, to: warmup + count)
        let after = try ProcessUse(settled: server.process.pid)
        let json = try bytes(of: corpus, server)
        let mebi = 1_048_576.0
        func line(_ name: String, _ bytes: Double) -> Samples {
            Samples("\(records): \(name)", "MiB", [bytes / mebi])
        }
        let served = line("resident, all served", booted.resident)
        let parts = [
            line("after \(warmup) reloads", before.resident),
            line("after \(count) more", after.resident),
        ]
        report.add(line("the records' JSON", json), served)
        report.add(line("of which anonymous", booted.anonymous))
        report.add(parts)
        report.add(
            line("of which anonymous, after \(warmup)", before.anonymous),
            line("of which anonymous, after \(count) more", after.anonymous))
        let size = line("JSON", json)
        report.claim("\(records): resident / JSON", served / size, .atMost(3))
        report.claim("\(records): after reloads / JSON", parts[1] / size, .atMost(3))
        report.claim(
            "\(records): \(count) reloads, after / before", parts[1] / parts[0], .atMost(1.05))
        server.process.stop()
    }

    /// The records' JSON as it is sent: all pages of all sheets.
    private static func bytes(of corpus: Corpus, _ server: Livetree) throws -> Double {
        let connection = try server.connect()
        var total = 0
        for sheet in corpus.sheets {
            var cursor = ""
            while true {
                let page = try connection.ask("GET", "/api/sheets/\(sheet)?limit=1000\(cursor)")
                let json = page.json
                guard let items = json["items"] as? [Any] else {
                    throw BenchmarkError.inconsistent(page.head)
                }
                // Beside the records there are commas, and about as many bytes as in a commit id.
                total += page.body.count - items.count - 100
                guard let next = json["next"] as? String else { break }
                cursor = "&cursor=\(next)"
            }
        }
        return Double(total)
    }
}

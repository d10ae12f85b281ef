import Foundation

/// From the start of the process to records served and to search served.
enum P3Boot: Row {
    static let name = "P3"
    static let title = "boot, nested folders"

    static func measure(_ bench: Bench, _ report: inout RowReport) async throws {
        let records = bench.records(100_000, quick: 20_000)
        let corpus = bench.corpus(records)
        bench.progress.show("making \(records) records")
        let data = try bench.store.repository(corpus)
        let blobs = try list(of: data, bench)
        var searches: [Double] = []
        var warm: [[Double]] = []
        var floors: [[Double]] = []
        var sides = [
            Side("git cat-file --batch of the records", "ms") {
                let start = ContinuousClock.now
                try ChildProcess.run(
                    ["git", "--git-dir=\(data.path)", "cat-file", "--batch", "--buffer"],
                    input: blobs)
                return (.now - start).milliseconds
            },
            Side("cold: records served", "ms") {
                // A new folder has nothing of an earlier start.
                let fresh = try bench.store.repository(corpus)
                defer { bench.store.remove(fresh.path) }
                let times = try boot(bench, fresh)
                searches.append(times[1])
                warm.append(try boot(bench, fresh))
                floors.append(try measureFloors(bench, fresh))
                return times[0]
            },
        ]
        do {
            let gitsheets = try Gitsheets(bench)
            sides.append(Side("gitsheets.record_list", "ms") { try gitsheets.list(data) })
        } catch let error as BenchmarkError {
            report.fail(error.description)
        }
        let rounds = bench.rounds(5, quick: 3)
        let measured = try await bench.turns.run(sides, rounds: rounds)
        let search = Samples("cold: search served", "ms", searches.suffix(rounds))
        let warmRecords = Samples("warm: records served", "ms", warm.suffix(rounds).map { $0[0] })
        report.add(measured)
        report.add(
            search, warmRecords,
            Samples("warm: search served", "ms", warm.suffix(rounds).map { $0[1] }))
        for (index, name) in [
            "FTS5 taking in the same texts", "SQLite reading the kept records",
            "git ls-tree -r of the same tree",
        ].enumerated() {
            report.add(Samples("floor: \(name)", "ms", floors.suffix(rounds).map { $0[index] }))
        }
        if measured.count > 2 {
            report.claim("cold records / gitsheets", measured[1] / measured[2], .atMost(0.4))
            report.claim("warm records / gitsheets", warmRecords / measured[2], .atMost(0.25))
            report.claim("cold search / gitsheets", search / measured[2], .atMost(0.8))
        }
        report.claim("cold records / cat-file", measured[1] / measured[0], .atMost(2))
        report.claim("warm records / cat-file", warmRecords / measured[0], .atMost(1))
        report.note("The files are in the kernel's cache for all of them.")
    }

    /// Milliseconds until records and until searches are served.
    private static func boot(_ bench: Bench, _ data: CorpusRepository) throws -> [Double] {
        let server = try Livetree(bench, on: data.path)
        defer { server.process.stop() }
        try server.ready()
        let records = ContinuousClock.now - server.started
        try server.searches()
        return [records.milliseconds, (.now - server.started).milliseconds]
    }

    /// What the parts of a start that are not Livetree's need alone.
    private static func measureFloors(
        _ bench: Bench, _ data: CorpusRepository
    ) throws -> [Double] {
        let index = RawIndex(of: data)
        let taken = try index.takeIn(at: bench.store.path("floor.sqlite"))
        let read = try index.readKept()
        let start = ContinuousClock.now
        _ = try ChildProcess.output(
            ["git", "--git-dir=\(data.path)", "ls-tree", "-r", "-z", "refs/heads/main"])
        return [taken, read, (.now - start).milliseconds]
    }

    /// A file with the ids of all records' blobs.
    private static func list(of data: CorpusRepository, _ bench: Bench) throws -> String {
        let text = try ChildProcess.output(
            ["git", "--git-dir=\(data.path)", "ls-tree", "-r", "refs/heads/main"])
        let ids = text.split(separator: "\n").compactMap { line in
            line.contains("\t.gitsheets/") ? nil : line.split(separator: " ")[2].prefix(40)
        }
        let file = bench.store.path("blobs")
        try Data((ids.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: file))
        return file
    }
}

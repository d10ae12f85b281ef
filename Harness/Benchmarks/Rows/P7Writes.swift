import Foundation

/// Durable writes a second, beside gitsheets without fsync.
enum P7Writes: Row {
    static let name = "P7"
    static let title = "durable writes a second"

    static func measure(_ bench: Bench, _ report: inout RowReport) async throws {
        let flat =
            bench.options.records.map { [$0] } ?? (bench.quick ? [20_000] : [20_000, 100_000])
        for records in flat {
            let corpus = bench.corpus(records, .flat, .people)
            try await compare("\(records) flat", corpus, [1: 3, 64: 6], bench, &report)
        }
        let corpus = bench.corpus(bench.records(20_000, quick: 20_000), .folders, .people)
        try await compare("folders", corpus, [8: 10], bench, &report)
    }

    /// `goals` by the number of writers.
    private static func compare(
        _ kind: String, _ corpus: Corpus, _ goals: [Int: Double], _ bench: Bench,
        _ report: inout RowReport
    ) async throws {
        bench.progress.show("\(kind): making records")
        let data = try bench.store.repository(corpus)
        let theirs = try bench.store.repository(corpus)
        let gitsheets = try Gitsheets(bench)
        let server = try Livetree(bench, on: data.path).ready()
        try server.searches()
        let seconds = bench.rounds(3, quick: 2)
        let script = try writingScript(corpus, bench)
        let slow = bench.handicap(server)
        var seed = 0
        var busy: [Int: [Double]] = [:]
        let sides =
            [1, 8, 64].map { writers in
                Side("\(kind): \(writers) writer\(writers > 1 ? "s" : "")", "/s") {
                    let load = Wrk(connections: writers, seconds: seconds, script: script)
                    let before = try ProcessUse.ticks(of: server.process.pid)
                    defer {
                        let ticks = (try? ProcessUse.ticks(of: server.process.pid)) ?? before
                        busy[writers, default: []].append(
                            Double(ticks - before) / 100 / Double(seconds))
                    }
                    return try slow.beside {
                        try load.run("http://127.0.0.1:\(server.port)/").rate
                    }
                }
            } + [
                Side("\(kind): gitsheets, no fsync", "/s") {
                    seed += 1
                    return try gitsheets.writes(theirs, seconds: seconds, seed: seed)
                }
            ]
        let rates = try await bench.turns.run(sides, rounds: bench.rounds(5, quick: 3))
        report.add(rates)
        for writers in [1, 8, 64] {
            let cores = busy[writers, default: []].suffix(rates[0].values.count)
            report.add(Samples("\(kind): \(writers): the server's own use", "cores", Array(cores)))
        }
        report.add(Samples("\(kind): floor: a new file on the disk", "ms", try fsyncs(bench)))
        for (index, writers) in [1, 8, 64].enumerated() {
            guard let goal = goals[writers] else { continue }
            report.claim(
                "\(kind): \(writers) / gitsheets", rates[index] / rates[3], .atLeast(goal),
                best: rates[index].most / rates[3].most)
        }
        try size(kind, of: data, server, bench, &report)
    }

    /// Milliseconds that the disk needs for one new small file, each.
    private static func fsyncs(_ bench: Bench) throws -> [Double] {
        let file = bench.store.path("fsync")
        defer { bench.store.remove(file) }
        return try (0..<50).map { _ in
            bench.store.remove(file)
            let start = ContinuousClock.now
            let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw BenchmarkError.inconsistent("cannot write \(file)") }
            defer { close(descriptor) }
            let bytes = [UInt8](repeating: 7, count: 4_096)
            guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0
            else {
                throw BenchmarkError.inconsistent("cannot write \(file)")
            }
            return (.now - start).milliseconds
        }
    }

    /// The server has a moment to maintain its repository; a copy of it is packed by git.
    private static func size(
        _ kind: String, of data: CorpusRepository, _ server: Livetree, _ bench: Bench,
        _ report: inout RowReport
    ) throws {
        bench.progress.show("\(kind): size")
        sleep(5)
        server.process.stop()
        let fresh = bench.store.path("gc.git")
        try ChildProcess.run(["cp", "-a", data.path, fresh])
        try ChildProcess.run(["rm", "-rf", "\(fresh)/livetree"])
        try ChildProcess.run(["git", "--git-dir=\(fresh)", "gc", "--quiet", "--prune=now"])
        let sizes = try [data.path, fresh].map { path in
            let text = try ChildProcess.output(["du", "-sk", "\(path)/objects"])
            return (Double(text.split(separator: "\t").first ?? "") ?? .nan) / 1_024
        }
        let own = Samples("\(kind): repository", "MiB", [sizes[0]])
        let packed = Samples("\(kind): after git gc", "MiB", [sizes[1]])
        report.add(own, packed)
        report.claim("\(kind): repository / git gc", own / packed, .atMost(3))
    }

    /// Requests that change one random record each, all different.
    private static func writingScript(_ corpus: Corpus, _ bench: Bench) throws -> String {
        let isFlat = corpus.layout == .flat
        let path =
            isFlat
            ? "\"/api/sheets/people/person-\" .. n"
            : "\"/api/sheets/people/g\" .. g .. \"/person-\" .. n"
        let text = """
            local count = 0
            local head = {["Authorization"] = "Bearer \(Livetree.secret)"}
            local bio = string.rep("bridges water schools parks trees buses maps health food. ", 3)
            math.randomseed(os.time() * 1000 + tonumber(tostring({}):sub(8)) % 1000)
            function request()
              count = count + 1
              local n = math.random(0, \(corpus.records - 1))
              local g = math.floor(n / 1000)
              local body = string.format('{"slug":"person-%d","group":"g%d","legacyId":%d,' ..
                '"fullName":"Person %d %d","bio":"%s"}', n, g, n, count, os.time(), bio)
              return wrk.format("PUT", \(path), head, body)
            end

            """
        let file = bench.store.path("write.lua")
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return file
    }
}

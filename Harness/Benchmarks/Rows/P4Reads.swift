import Foundation

/// Reads over keep-alive connections, beside bare Hummingbird and nginx on the same cores.
enum P4Reads: Row {
    static let name = "P4"
    static let title = "reads a second, keep-alive, 64 connections"

    static func measure(_ bench: Bench, _ report: inout RowReport) async throws {
        let records = bench.records(100_000, quick: 20_000)
        bench.progress.show("making \(records) records")
        let corpus = bench.corpus(records)
        let data = try bench.store.repository(corpus)
        let server = try Livetree(bench, on: data.path, cores: Cores.served).ready()
        try server.searches()
        let targets = ["/api/sheets/\(corpus.target(records / 2))", "/api/sheets/people?limit=100"]
        let files = bench.store.path("answers")
        let bodies = try answers(of: server, targets)
        try FileManager.default.createDirectory(atPath: files, withIntermediateDirectories: true)
        for (body, name) in zip(bodies, ["one", "list"]) {
            try Data(body).write(to: URL(fileURLWithPath: "\(files)/\(name)"))
        }
        let route = try PlainRoute(bench, serving: files, cores: Cores.served)
        let nginx = try optional(&report) {
            try Nginx(bench, serving: files, cores: Cores.served)
        }
        let kinds: [(name: String, own: String, file: String, conditional: Bool)] = [
            ("one record", targets[0], "/one", false), ("list of 100", targets[1], "/list", false),
            ("304", targets[0], "/one", true),
        ]
        for kind in kinds {
            var places = [(server.port, kind.own, "livetree"), (route.port, kind.file, "route")]
            if let nginx { places.append((nginx.port, kind.file, "nginx")) }
            let slow = bench.handicap(server)
            let sides = try places.map { port, target, who in
                var load = Wrk(seconds: bench.rounds(4, quick: 2), cores: Cores.asking)
                let answer = try HTTPConnection(port: port).ask("GET", target)
                guard answer.body == (kind.file == "/one" ? bodies[0] : bodies[1]) else {
                    throw BenchmarkError.inconsistent("\(who) answers something else")
                }
                if kind.conditional {
                    load.fields = ["If-None-Match: \(answer.field("etag") ?? "")"]
                }
                let handicap = who == "livetree" ? slow : nil
                return Side("\(kind.name): \(who)", "/s") { [load] in
                    try handicap.beside {
                        try load.run("http://127.0.0.1:\(port)\(target)").rate
                    }
                }
            }
            let rates = try await bench.turns.run(sides, rounds: bench.rounds(7, quick: 5))
            report.add(rates)
            report.claim(
                "\(kind.name): livetree / route", rates[0] / rates[1], .atLeast(0.95),
                best: rates[0].most / rates[1].most)
            guard rates.count > 2 else { continue }
            report.claim(
                "\(kind.name): livetree / nginx", rates[0] / rates[2], .atLeast(0.75),
                best: rates[0].most / rates[2].most)
        }
        report.note(
            "Servers on core \(Cores.served), wrk on core \(Cores.asking); "
                + "\(bodies[0].count) and \(bodies[1].count) bytes.")
        withExtendedLifetime((route, nginx)) {}
    }

    private static func answers(
        of server: Livetree, _ targets: [String]
    ) throws -> [[UInt8]] {
        let connection = try server.connect()
        return try targets.map { target in
            let answer = try connection.ask("GET", target)
            guard answer.status == 200 else { throw BenchmarkError.inconsistent(answer.head) }
            return answer.body
        }
    }

    /// Nil with a word in the report when a peer is missing.
    private static func optional<Peer>(
        _ report: inout RowReport, _ make: () throws -> Peer
    ) throws -> Peer? {
        do {
            return try make()
        } catch BenchmarkError.missing(let what) {
            report.fail(BenchmarkError.missing(what).description)
            return nil
        }
    }
}

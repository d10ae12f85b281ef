import Foundation
import GitModel
import JSONModel
import TestSupport
import Testing

@Suite("GET /metrics", .timeLimit(.minutes(2))) struct MetricsTests {
    /// What Prometheus reads from the text, read as strictly as its format says.
    struct Exposition {
        var samples: [String: Double] = [:]
        var types: [String: String] = [:]

        subscript(key: String) -> Double? { samples[key] }

        init(_ text: String) throws {
            try #require(text.hasSuffix("\n"))
            let label = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\]|\\\\[\\\\\"n])*\""
            let sample = try Regex(
                "([a-z_][a-z0-9_]*)(?:\\{\(label)(?:,\(label))*\\})? ([-+]?[0-9.e+-]+|[+-]Inf|NaN)"
            )
            var family = ""
            var isHelped = false
            for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
                let words = line.split(separator: " ", maxSplits: 3)
                if line.hasPrefix("# HELP ") {
                    family = String(words[2])
                    isHelped = true
                    try #require(types[family] == nil, "\(family) is there twice")
                } else if line.hasPrefix("# TYPE ") {
                    try #require(String(words[2]) == family && isHelped, "\(line)")
                    types[family] = String(words[3])
                    isHelped = false
                } else {
                    let match = try #require(try sample.wholeMatch(in: line), "\(line)")
                    let name = String(try #require(match.output[1].substring))
                    let plain = ["_bucket", "_sum", "_count"].first { name.hasSuffix($0) }
                        .map { String(name.dropLast($0.count)) }
                    let owner = types[family] == "histogram" ? plain : name
                    try #require(owner == family, "\(line) under \(family)")
                    let space = try #require(line.lastIndex(of: " "))
                    let key = String(line[..<space])
                    try #require(samples[key] == nil, "\(key) is there twice")
                    samples[key] = Double(
                        line[line.index(after: space)...].replacing("Inf", with: "inf"))
                    if types[family] == "counter" { #expect(name.hasSuffix("_total")) }
                }
            }
        }
    }

    private static func metrics(_ server: ServerProcess) async throws -> Exposition {
        let answer = try await server.ask("/metrics")
        try #require(answer.status == 200)
        return try Exposition(answer.text)
    }

    @Test func isTextForPrometheusStampedAsOtherAnswers() async throws {
        let (site, server) = try await Site.serving()
        let answer = try await server.ask("/metrics")
        #expect(answer.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
        #expect(answer.header("X-Data-Commit") == (try await site.origin.tip())?.hex)
        #expect(answer.header("X-Data-Generation") == "1")
        let head = try await server.ask("/metrics", method: "HEAD")
        #expect(head.status == 200 && head.body.isEmpty)
        let post = try await server.ask("/metrics", method: "POST", body: [])
        #expect(post.status == 405 && post.errorCode == "method-not-allowed")
        #expect(post.header("Allow") == "GET, HEAD")
        #expect(try await server.ask("/metrics/x").status == 404)
        let text = answer.text
        for secret in [ServerProcess.secret, ServerProcess.gitHubSecret, site.folder.path] {
            #expect(!text.contains(secret))
        }
    }

    @Test func saysWhatIsServed() async throws {
        let (_, server) = try await Site.serving()
        let seen = try await Self.metrics(server)
        #expect(seen["livetree_ready"] == 1 && seen["livetree_generation"] == 1)
        #expect(seen["livetree_records"] == 3 && seen["livetree_data_lock_waiters"] == 0)
        #expect(seen["livetree_push_state{state=\"idle\"}"] == 1)
        #expect(seen["livetree_push_state{state=\"halted\"}"] == 0)
        #expect(seen["livetree_push_pending_commits"] == 0)
        let commit = try #require(seen["livetree_served_commit_timestamp_seconds"])
        #expect(commit > 1_700_000_000 && commit < 1_800_000_000)
        for (name, type) in seen.types {
            #expect(name.hasPrefix("livetree_"))
            #expect(["counter", "gauge", "histogram"].contains(type))
        }
    }

    @Test func isThereBeforeAnythingIsServed() async throws {
        let site = try await Site.make()
        try site.folder.write("", to: "hang")
        let server = try await site.start(["PATH": site.makeHangingGit()])
        let seen = try await Self.metrics(server)
        #expect(seen["livetree_ready"] == 0 && seen["livetree_records"] == 0)
        #expect(seen["livetree_reloads_total{outcome=\"in-sync\"}"] == 0)
        #expect(try await server.ask("/metrics").header("X-Data-Commit") == nil)
    }

    @Test func countersMoveWithWhatHappens() async throws {
        let (site, server) = try await Site.serving([
            "CFP_WRITE_TOKEN": "write-token", "CFP_PUSH_BACKOFF_BASE": "20ms",
        ])
        try await site.origin.commit(["people/eve.toml": Site.person("eve", 4)])
        _ = try await server.reload()
        _ = try await server.reload()
        var seen = try await Self.metrics(server)
        #expect(seen["livetree_reloads_total{outcome=\"fast-forwarded\"}"] == 1)
        #expect(seen["livetree_reloads_total{outcome=\"in-sync\"}"] == 1)
        #expect(seen["livetree_reconciles_total{outcome=\"in-sync\"}"] == 1, "at boot")
        #expect(seen["livetree_reload_seconds_count"] == 2)
        #expect(seen["livetree_reload_seconds_bucket{le=\"+Inf\"}"] == 2)
        #expect(try #require(seen["livetree_reload_seconds_sum"]) > 0)
        #expect(seen["livetree_generation"] == 2 && seen["livetree_records"] == 4)

        func put(_ slug: String) async throws {
            let answer = try await server.ask(
                "/api/sheets/people/\(slug)", method: "PUT",
                headers: ["Authorization": "Bearer write-token"],
                body: Array(#"{"slug": "\#(slug)"}"#.utf8))
            #expect(answer.status == 201)
        }
        try await put("fay")
        try await until("it is pushed") {
            seen = try await Self.metrics(server)
            return seen["livetree_push_attempts_total{result=\"pushed\"}"] == 1
        }
        #expect(seen["livetree_push_seconds_count"] == 1)
        #expect(seen["livetree_writes_total{outcome=\"written\"}"] == 1)
        #expect(seen["livetree_write_seconds_count"] == 1)
        let bad = try await server.ask(
            "/api/sheets/people/hal", method: "PUT",
            headers: ["Authorization": "Bearer write-token"], body: Array(#"{"slug": "x"}"#.utf8))
        #expect(bad.status == 422)
        seen = try await Self.metrics(server)
        #expect(seen["livetree_writes_total{outcome=\"unprocessable\"}"] == 1)
        #expect(seen["livetree_write_seconds_count"] == 1)
        #expect(try #require(seen["livetree_push_last_success_timestamp_seconds"]) > 1_700_000_000)

        try await site.origin.commit(["people/zoe.toml": Site.person("zoe", 4)])
        try await put("gil")
        try await until("the push is halted") {
            seen = try await Self.metrics(server)
            return seen["livetree_push_state{state=\"halted\"}"] == 1
        }
        #expect(seen["livetree_push_pending_commits"] == 1)
        try await until("the alert is counted") {
            seen = try await Self.metrics(server)
            return seen["livetree_alerts_total{event=\"push-halted\"}"] == 1
        }
        #expect(seen["livetree_push_attempts_total{result=\"non-fast-forward\"}"] == 1)
        #expect(seen["livetree_alerts_active{event=\"push-halted\"}"] == 1)
        #expect(try await server.reload().status == 409)
        seen = try await Self.metrics(server)
        #expect(seen["livetree_reloads_total{outcome=\"non-fast-forward\"}"] == 1)
        #expect(seen["livetree_alerts_total{event=\"push-halted\"}"] == 1)
    }
}

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
            #expect(name.hasPrefix("livetree_") || name.hasPrefix("process_"))
            #expect(["counter", "gauge", "histogram"].contains(type))
        }
    }

    @Test func countsRequestsByWhatWasAskedForAndHowItEnded() async throws {
        let (_, server) = try await Site.serving()
        func ask(_ path: String, _ method: String = "GET", _ headers: [String: String] = [:])
            async throws
        { _ = try await server.ask(path, method: method, headers: headers) }
        let tag = try #require(try await server.ask("/api/sheets/people/ada").header("ETag"))
        try await ask("/api/sheets/people/ada", "GET", ["If-None-Match": tag])
        try await ask("/api/sheets/people/ada", "HEAD")
        try await ask("/api/sheets/people/nobody")
        try await ask("/api/sheets/people?limit=2")
        try await ask("/api/sheets/people?limit=nonsense")
        try await ask("/api/sheets")
        try await ask("/api/search?q=maps")
        try await ask("/api/attachments/people/ada/pic.png")
        try await ask("/api/sheets/people/ada", "DELETE")
        try await ask("/api/transactions", "POST")
        try await ask("/api/_internal/reload-data", "POST")
        try await ask("/api/_internal/status")
        try await ask("/no-such-\(UUID().uuidString)")
        // HTTP libraries repair what cannot be read: this one asks for `/` instead.
        _ = try await RawClient.send(
            "GET /%ff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", to: server)
        let seen = try await Self.metrics(server)
        func count(_ kind: String, _ status: String) -> Double? {
            seen["livetree_requests_total{kind=\"\(kind)\",status=\"\(status)\"}"]
        }
        #expect(count("record", "2xx") == 2 && count("record", "3xx") == 1)
        #expect(count("record", "4xx") == 1 && count("record", "5xx") == 0)
        #expect(count("sheet", "2xx") == 1 && count("sheet", "4xx") == 1)
        #expect(count("sheets", "2xx") == 1 && count("attachment", "2xx") == 1)
        #expect((count("search", "2xx") ?? 0) + (count("search", "5xx") ?? 0) == 1)
        #expect(count("write", "4xx") == 2)
        #expect(count("reload", "4xx") == 1 && count("internal", "4xx") == 1)
        #expect(count("none", "4xx") == 2)
        #expect(seen["livetree_request_seconds_count{kind=\"record\"}"] == 4)
        #expect(seen["livetree_request_seconds_bucket{kind=\"record\",le=\"+Inf\"}"] == 4)
        #expect(try #require(seen["livetree_request_seconds_sum{kind=\"record\"}"]) > 0)
    }

    @Test func saysHowFarBehindTheServerIs() async throws {
        let (site, server) = try await Site.serving()
        var seen = try await Self.metrics(server)
        #expect(seen["livetree_lag_seconds{tip=\"local\"}"] == 0)
        #expect(seen["livetree_lag_seconds{tip=\"remote\"}"] == 0)
        let done = try #require(seen["livetree_reload_last_success_timestamp_seconds"])
        #expect(abs(done - Date().timeIntervalSince1970) < 60, "the reconcile at boot")
        // A commit that cannot be served: the remote is ahead of what is served from then on.
        try await site.origin.commit(["people/bad.toml": "slug = \n"])
        #expect(try await server.reload().status == 500)
        seen = try await Self.metrics(server)
        #expect(seen["livetree_lag_seconds{tip=\"local\"}"] == 0)
        let behind = try #require(seen["livetree_lag_seconds{tip=\"remote\"}"])
        let status = try await server.status()["lag"]?["remoteSeconds"]
        guard case .integer(let seconds)? = status else {
            Issue.record("no lag in status")
            return
        }
        #expect(behind <= Double(seconds) && behind + 60 > Double(seconds))
        #expect(seen["livetree_reloads_total{outcome=\"rebuild-failed\"}"] == 1)
        #expect(seen["livetree_reload_last_success_timestamp_seconds"] == done)
    }

    @Test func saysWhatTheProcessNeeds() async throws {
        let (_, server) = try await Site.serving()
        let seen = try await Self.metrics(server)
        let resident = try Double(server.residentMemory()) * 1024
        let told = try #require(seen["process_resident_memory_bytes"])
        #expect(told > resident / 2 && told < resident * 2)
        let start = try #require(seen["process_start_time_seconds"])
        #expect(abs(start - Date().timeIntervalSince1970) < 120)
        #expect(try #require(seen["process_open_fds"]) > 5)
        #expect(try #require(seen["process_cpu_seconds_total"]) > 0)
        #expect(seen["livetree_snapshots"] == 1)
        #expect(seen["livetree_sheet_records{sheet=\"people\"}"] == 3)
        #expect(seen["livetree_writes_waiting"] == 0 && seen["livetree_reloads_waiting"] == 0)
        #expect(seen["livetree_jobs{state=\"running\"}"] == 0)
        let build = "livetree_build_info{version=\"0.1.0\",commit="
        #expect(seen.samples.contains { $0.key.hasPrefix(build) && $0.value == 1 })
    }

    @Test func theOperatingGuideNamesEveryFamilyAndNoOther() async throws {
        let guide = try String(
            contentsOf: ManualTests.manual.deletingLastPathComponent()
                .deletingLastPathComponent().appendingPathComponent("operating.md"),
            encoding: .utf8)
        var named: Set<String> = []
        for line in guide.split(separator: "\n")
        where line.hasPrefix("| `livetree_") || line.hasPrefix("| `process_") {
            let cell = line.split(separator: "|")[0]
            for match in cell.matches(of: #/`([a-z_]+)(?:\{[a-z,]+\})?`/#) {
                named.insert(String(match.output.1))
            }
        }
        let (_, server) = try await Site.serving()
        var shown: Set<String> = []
        try await until("the size of the repository is measured") {
            shown = Set(try await Self.metrics(server).types.keys)
            return shown.contains("livetree_repository_bytes")
        }
        #expect(shown == named)
    }

    @Test func countsHookCommandsByHowTheyEnded() async throws {
        let hooks = try await HookSite.serving()
        #expect(try await hooks.push("acme/site").status == 202)
        let deployment = try await hooks.push(
            "acme/site", to: "/webhook/deploy", secret: HookSite.deploySecret)
        #expect(deployment.status == 202)
        try await until("both have run") {
            try await Self.metrics(hooks.server)["livetree_job_runs_total{end=\"succeeded\"}"] == 2
        }
        let seen = try await Self.metrics(hooks.server)
        #expect(seen["livetree_job_runs_total{end=\"failed\"}"] == 0)
        #expect(seen["livetree_job_seconds_count"] == 2)
        #expect(seen["livetree_requests_total{kind=\"webhook\",status=\"2xx\"}"] == 2)
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
        for (stage, count) in [("fetch", 2), ("decide", 2), ("build", 1), ("swap", 1)] {
            let key = "livetree_reload_stage_seconds_count{stage=\"\(stage)\"}"
            #expect(seen[key] == Double(count), "\(stage)")
        }
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

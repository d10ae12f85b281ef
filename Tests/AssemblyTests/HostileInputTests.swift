import Foundation
import GitModel
import JSONModel
import TestSupport
import Testing

@Suite("Hostile input", .timeLimit(.minutes(2))) struct HostileInputTests {
    static let reload = "/api/_internal/reload-data"
    static let good = "Bearer \(ServerProcess.secret)"

    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        var method = "POST"
        var path = reload
        var credential: String? = good
        var body: String = ""
        let status: Int
        let code: String
        var testDescription: String { name }
    }

    static let rows: [Row] = [
        Row(name: "no credential", credential: nil, status: 401, code: "unauthorized"),
        Row(name: "wrong secret", credential: "Bearer x", status: 401, code: "unauthorized"),
        Row(name: "empty secret", credential: "Bearer ", status: 401, code: "unauthorized"),
        Row(name: "no scheme", credential: ServerProcess.secret, status: 401, code: "unauthorized"),
        Row(
            name: "other scheme", credential: "Basic \(ServerProcess.secret)", status: 401,
            code: "unauthorized"),
        Row(name: "not JSON", body: "{\"branch\":", status: 400, code: "bad-request"),
        Row(name: "a byte order mark", body: "\u{FEFF}{}", status: 400, code: "bad-request"),
        Row(
            name: "a byte order mark and nothing", body: "\u{FEFF}", status: 400,
            code: "bad-request"),
        Row(name: "not an object", body: "[]", status: 400, code: "bad-request"),
        Row(name: "a text", body: "\"main\"", status: 400, code: "bad-request"),
        Row(name: "null", body: "null", status: 400, code: "bad-request"),
        Row(
            name: "deep nesting", body: String(repeating: "[", count: 100_000), status: 400,
            code: "bad-request"),
        Row(
            name: "deep nesting in a field",
            body: "{\"branch\":" + String(repeating: "{\"a\":", count: 100_000), status: 400,
            code: "bad-request"),
        Row(
            name: "an option as a commit", body: "{\"commitHash\": \"--upload-pack=x\"}",
            status: 400, code: "bad-request"),
        Row(
            name: "a revision as a commit", body: "{\"commitHash\": \"HEAD~1\"}", status: 400,
            code: "bad-request"),
        Row(
            name: "a short commit", body: "{\"commitHash\": \"abc\"}", status: 400,
            code: "bad-request"),
        Row(
            name: "a number as commit", body: "{\"commitHash\": 12345}", status: 400,
            code: "bad-request"),
        Row(
            name: "a list as branch", body: "{\"branch\": [\"main\"]}", status: 400,
            code: "bad-request"),
        Row(
            name: "another branch", body: "{\"branch\": \"-x\"}", status: 409,
            code: "branch-mismatch"),
        Row(
            name: "half a push payload", body: "{\"repository\": null, \"ref\": 7}", status: 400,
            code: "bad-request"),
        Row(name: "GET on reload", method: "GET", status: 405, code: "method-not-allowed"),
        Row(name: "PUT on reload", method: "PUT", status: 405, code: "method-not-allowed"),
        Row(
            name: "POST on a sheet", path: "/api/sheets/people/ada", status: 405,
            code: "method-not-allowed"),
        Row(name: "unknown path", method: "GET", path: "/nope", status: 404, code: "not-found"),
        Row(name: "unknown path, POST", path: "/api/nope", status: 404, code: "not-found"),
        Row(
            name: "status without credential", method: "GET", path: "/api/_internal/status",
            credential: nil, status: 401, code: "unauthorized"),
        Row(name: "NUL", method: "GET", path: "/api/sheets/%00", status: 400, code: "bad-request"),
        Row(
            name: "a long path", method: "GET", path: "/" + String(repeating: "a", count: 65_536),
            status: 414, code: "uri-too-long"),
        Row(
            name: "dots in a path", method: "GET", path: "/api/sheets/people/..%2f..%2fsecret",
            status: 404, code: "not-found"),
        Row(
            name: "dots in an attachment", method: "GET",
            path: "/api/attachments/people/ada/..%2f..%2f.gitsheets%2fpeople.toml", status: 404,
            code: "not-found"),
    ]

    @Test func everyRefusalHasTheOneShapeAndNamesTheServedCommit() async throws {
        let (site, server) = try await Site.serving()
        let tip = try #require(try await site.origin.tip())
        for row in Self.rows {
            let answer = try await server.ask(
                row.path, method: row.method,
                headers: row.credential.map { ["Authorization": $0] } ?? [:],
                body: row.method == "GET" ? nil : Array(row.body.utf8))
            #expect(answer.status == row.status, "\(row.name): \(answer.text.prefix(200))")
            #expect(answer.errorCode == row.code, "\(row.name): \(answer.text.prefix(200))")
            #expect(answer.header("X-Data-Commit") == tip.hex, "\(row.name)")
            #expect(answer.header("X-Data-Generation") == "1", "\(row.name)")
        }
        #expect(server.process.isRunning)
        #expect(try await server.status()["lastReload"] == .some(.null))
    }

    @Test func refusalsOfACredentialDoNotTellThemApart() async throws {
        let (_, server) = try await Site.serving()
        var bodies: Set<[UInt8]> = []
        for headers in [
            [:], ["Authorization": "Bearer x"], ["X-CFP-Webhook-Key": "x"],
            ["X-Hub-Signature-256": "sha256=x"], ["X-Hub-Signature-256": ""],
            ["Authorization": "Bearer " + ServerProcess.secret.dropLast()],
        ] {
            let answer = try await server.ask(
                Self.reload, method: "POST", headers: headers, body: Array("{}".utf8))
            #expect(answer.status == 401)
            bodies.insert(answer.body)
        }
        #expect(bodies.count == 1)
        #expect(bodies.allSatisfy { !String(decoding: $0, as: UTF8.self).contains("757107") })
    }

    @Test func aCredentialWithoutASecretIsNotConfigured() async throws {
        let (_, server) = try await Site.serving([
            "CFP_DATA_RELOAD_SECRET": nil, "GITHUB_WEBHOOK_SECRET": nil,
        ])
        let plain = try await server.ask(
            Self.reload, method: "POST", headers: ["Authorization": "Bearer x"], body: [])
        #expect(plain.status == 503)
        #expect(plain.errorCode == "not-configured")
        let signed = try await server.ask(
            Self.reload, method: "POST", headers: ["X-Hub-Signature-256": "sha256=x"], body: [1])
        #expect(signed.status == 503)
        #expect(signed.errorCode == "not-configured")
        #expect(try await server.ask(Self.reload, method: "POST", body: []).status == 401)
    }

    struct Flood: CustomTestStringConvertible, Sendable {
        let credential: String
        let chunked: Bool
        let status: Int
        /// The most that may be taken in before the answer, sockets' buffers included.
        let mebibytes: Int
        var testDescription: String { "\(credential), \(chunked ? "chunked" : "announced")" }
    }

    @Test(arguments: [
        Flood(credential: "Authorization: \(good)", chunked: false, status: 413, mebibytes: 24),
        Flood(credential: "Authorization: \(good)", chunked: true, status: 413, mebibytes: 24),
        Flood(credential: "Authorization: Bearer x", chunked: false, status: 401, mebibytes: 24),
        Flood(credential: "Authorization: Bearer x", chunked: true, status: 401, mebibytes: 24),
        Flood(
            credential: "X-Hub-Signature-256: sha256=00", chunked: false, status: 413,
            mebibytes: 24),
        Flood(
            credential: "X-Hub-Signature-256: sha256=00", chunked: true, status: 413,
            mebibytes: 60),
    ])
    func aHugeBodyIsRefusedBeforeItIsRead(row: Flood) async throws {
        let (_, server) = try await Site.serving()
        // What the first large bodies make the allocator keep, on each thread that reads one, is
        // no leak.
        for _ in 0..<6 { _ = try await flood(row, server) }
        // Nor is what it keeps once more for a thread that had none yet: a leak goes on.
        var growths: [Int] = []
        repeat {
            let before = try server.residentMemory()
            for _ in 0..<2 {
                let (sent, answer) = try await flood(row, server)
                #expect(answer.status == row.status)
                #expect(
                    answer.errorCode == (row.status == 401 ? "unauthorized" : "payload-too-large"))
                #expect(sent < row.mebibytes << 20, "\(sent) bytes were taken")
            }
            growths.append(try server.residentMemory() - before)
        } while growths.allSatisfy { $0 >= 8 << 10 } && growths.count < 3
        #expect(growths.contains { $0 < 8 << 10 }, "\(growths) KiB more")
        #expect(try await server.ask("/api/sheets").status == 200)
    }

    private func flood(
        _ row: Flood, _ server: ServerProcess
    ) async throws -> (sent: Int, answer: RawAnswer) {
        try await RawClient.flood(
            "POST \(Self.reload) HTTP/1.1\r\nHost: x\r\n\(row.credential)", chunked: row.chunked,
            total: 100 << 20, to: server)
    }

    @Test func twoThousandWrongCredentialsCostNothing() async throws {
        let (_, server) = try await Site.serving()
        _ = try await RawClient.repeated(Self.reload, times: 100, to: server)
        let before = try server.residentMemory()
        let counts = try await RawClient.repeated(Self.reload, times: 2_000, to: server)
        #expect(counts["401", default: 0] + counts["429", default: 0] == 2_000)
        let growth = try server.residentMemory() - before
        #expect(growth < 8 << 10, "\(growth) KiB more")
        #expect(try await server.status()["lastReload"] == .some(.null))
    }

    struct Raw: CustomTestStringConvertible, Sendable {
        let name: String
        let bytes: String
        let status: Int
        let code: String
        var testDescription: String { name }
    }

    static let nonsense: [Raw] = [
        Raw(name: "TLS", bytes: "\u{16}\u{3}\u{1}\r\n\r\n", status: 400, code: "bad-request"),
        Raw(name: "words", bytes: "hello there\r\n\r\n", status: 400, code: "bad-request"),
        Raw(
            name: "HTTP/2", bytes: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", status: 400,
            code: "bad-request"),
        Raw(
            name: "an unknown method", bytes: "BREW /api/sheets HTTP/1.1\r\nHost: x\r\n\r\n",
            status: 400, code: "bad-request"),
        Raw(
            name: "broken percent",
            bytes: "GET /api/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", status: 400,
            code: "bad-request"),
        Raw(
            name: "a negative length",
            bytes: "POST \(reload) HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n", status: 400,
            code: "bad-request"),
        Raw(
            name: "two framings",
            bytes:
                "POST \(reload) HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            status: 400, code: "bad-request"),
        Raw(
            name: "a broken chunk",
            bytes:
                "POST \(reload) HTTP/1.1\r\nHost: x\r\nAuthorization: \(good)\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            status: 400, code: "bad-request"),
        Raw(
            name: "100 KiB of headers",
            bytes: "GET /api/sheets HTTP/1.1\r\nHost: x\r\nX-Long: "
                + String(repeating: "x", count: 100_000) + "\r\n\r\n",
            status: 431, code: "headers-too-large"),
        Raw(
            name: "many headers",
            bytes: "GET /api/sheets HTTP/1.1\r\nHost: x\r\n"
                + String(repeating: "X-Long: xxxxxxxxxx\r\n", count: 6_000) + "\r\n",
            status: 431, code: "headers-too-large"),
    ]

    @Test func nonsenseIsAnsweredInOurShape() async throws {
        let (_, server) = try await Site.serving()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for row in Self.nonsense {
                group.addTask {
                    let answer = try await RawClient.send(row.bytes, to: server)
                    #expect(answer.status == row.status, "\(row.name)")
                    #expect(answer.errorCode == row.code, "\(row.name)")
                }
            }
            try await group.waitForAll()
        }
        #expect(try await server.ask("/api/sheets").status == 200)
    }

    @Test func nonsenseBehindARequestIsAnsweredAfterIt() async throws {
        let (_, server) = try await Site.serving()
        let request = "GET /api/sheets HTTP/1.1\r\nHost: x\r\n\r\n"
        let answer = try await RawClient.send(request + request + "GARBAGE\r\n\r\n", to: server)
        #expect(answer.statuses == [200, 200, 400])
    }
}

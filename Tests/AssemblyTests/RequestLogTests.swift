import Foundation
import JSONModel
import TestSupport
import Testing

@Suite("The name of a request", .timeLimit(.minutes(2))) struct RequestLogTests {
    private static let secret = ["Authorization": "Bearer \(ServerProcess.secret)"]

    private static func lines(_ server: ServerProcess, _ event: String) throws -> [JSON] {
        ServerProcess.lines(of: try #require(server.log)).filter { $0["event"] == .string(event) }
    }

    @Test func leadsFromTheAnswerToTheLinesOfTheLog() async throws {
        let (_, server) = try await Site.serving()
        let answer = try await server.ask(
            "/api/_internal/reload-data", method: "POST",
            headers: Self.secret.merging(["X-Request-ID": "ci-42.a_b"]) { _, new in new })
        #expect(answer.status == 200 && answer.header("X-Request-ID") == "ci-42.a_b")
        let reload = try #require(try Self.lines(server, "reload").first)
        #expect(reload["requestIds"] == .array(["ci-42.a_b"]))
        let request = try #require(try Self.lines(server, "request").first)
        #expect(request["requestId"] == "ci-42.a_b" && request["kind"] == "reload")
        #expect(request["method"] == "POST" && request["status"] == 200)
        #expect(request["level"] == "info")
        // The boot had no request.
        #expect(try Self.lines(server, "reconciled").first?["requestIds"] == nil)
    }

    @Test(arguments: [
        nil, "", "two words", "{json}", "a/b", String(repeating: "x", count: 65),
    ])
    func isMadeUpWhereTheSenderGivesNoneThatIsPlain(given: String?) async throws {
        let (_, server) = try await Site.serving()
        var headers = Self.secret
        headers["X-Request-ID"] = given
        let answer = try await server.ask(
            "/api/_internal/reload-data", method: "POST", headers: headers)
        let name = try #require(answer.header("X-Request-ID"))
        #expect(name.wholeMatch(of: #/[0-9a-f]{16}/#) != nil, "\(name)")
        #expect(try Self.lines(server, "request").first?["requestId"] == .string(name))
    }

    @Test func aFailureIsALineAndAReadIsNone() async throws {
        let (site, server) = try await Site.serving(["CFP_WRITE_TOKEN": "write-token"])
        for path in ["/api/sheets", "/api/sheets/people/ada", "/api/sheets/people/no", "/no"] {
            _ = try await server.ask(path)
        }
        _ = try await server.ask("/api/_internal/status")
        #expect(try Self.lines(server, "request").isEmpty)
        try await site.origin.commit(["people/bad.toml": "slug = \n"])
        let failed = try await server.reload()
        #expect(failed.status == 500)
        let line = try #require(try Self.lines(server, "request").first)
        #expect(line["level"] == "warn" && line["status"] == 500)
        #expect(line["code"] == "rebuild-failed")
        #expect(line["requestId"]?.text == failed.header("X-Request-ID"))
    }

    @Test func manyInOneSecondAreNotAllTold() async throws {
        let (_, server) = try await Site.serving()
        let start = ContinuousClock.now
        for _ in 0..<120 { #expect(try await server.reload().status == 200) }
        let seconds = (ContinuousClock.now - start).components.seconds + 2
        let lines = try Self.lines(server, "request")
        #expect(lines.count <= Int(seconds) * 20 && !lines.isEmpty)
    }
}

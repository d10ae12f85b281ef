import Foundation
import TestSupport
import Testing

/// What is answered on the connection's own thread cannot be told from what is not.
@Suite("Reads answered from memory", .timeLimit(.minutes(2))) struct MemoryReadTests {
    private static func get(_ path: String, _ headers: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: x\r\n\(headers)\r\n"
    }

    /// The answer without what differs from one second to the next.
    private static func words(_ answer: Answer) -> [String] {
        answer.headers.map { "\($0.name.lowercased()): \($0.value)" }
            .filter { !$0.hasPrefix("date:") }.sorted() + ["\(answer.status)", answer.text]
    }

    @Test(arguments: [
        "/api/sheets/people/ada", "/api/sheets/people", "/api/sheets/people?limit=2",
    ])
    func areTheSameAsThoseThatAreNot(path: String) async throws {
        let (_, server) = try await Site.serving()
        let etag = try await server.ask("/api/sheets/people/ada").header("ETag") ?? ""
        for headers in [[:], ["If-None-Match": etag], ["If-None-Match": "\"x\""]] {
            let direct = try await server.ask(path, headers: headers)
            // Another query is not answered there, and is the same question.
            let other = try await server.ask(
                path + (path.contains("?") ? "&" : "?") + "wait=0s", headers: headers)
            #expect(Self.words(direct) == Self.words(other))
            #expect(direct.header("Date")?.count == other.header("Date")?.count)
        }
    }

    @Test func areAnsweredInTurnWithAllOthers() async throws {
        let (_, server) = try await Site.serving()
        let record = Self.get("/api/sheets/people/ada")
        let kinds: [(String, Int)] = [
            (record, 200), (Self.get("/api/sheets/none"), 404),
            (Self.get("/api/sheets/people?sort=number"), 200),
            (Self.get("/api/sheets/people/ada", "If-None-Match: *\r\n"), 304),
            (Self.get("/api/sheets/people?limit=0"), 400), (Self.get("/api/health/live"), 200),
            (Self.get("/api/sheets/people?limit=1"), 200),
        ]
        let asked = (0..<300).map { kinds[($0 * 5 + $0 / 7) % kinds.count] }
        let last = Self.get("/api/sheets/people/ada", "Connection: close\r\n")
        let answer = try await RawClient.send(
            asked.map(\.0).joined() + last, to: server)
        #expect(answer.statuses == asked.map(\.1) + [200])
    }

    @Test func waitForAClientThatDoesNotTakeItsAnswers() async throws {
        let (_, server) = try await Site.serving()
        let before = try server.residentMemory()
        let asked = String(repeating: Self.get("/api/sheets/people"), count: 500_000)
        let taken = try await RawClient.send(unread: asked, to: server)
        #expect(taken < asked.utf8.count)
        #expect(try server.residentMemory() < before + (64 << 20))
        #expect(try await server.ask("/api/sheets/people/ada").status == 200)
    }
}

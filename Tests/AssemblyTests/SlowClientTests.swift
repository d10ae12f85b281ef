import Foundation
import JSONModel
import TestSupport
import Testing

/// Clients that hold connections instead of using them.
@Suite("Slow clients", .timeLimit(.minutes(3))) struct SlowClientTests {
    @Test func slowOnesAreEndedWhileOthersAreAnswered() async throws {
        let site = try await Site.make()
        let large = String(repeating: "0123456789abcdef", count: 1 << 19)
        try await site.origin.commit(["people/ada/large.bin": .text(large)])
        let server = try await site.start([
            "CFP_CLIENT_TIMEOUT": "2s", "CFP_WRITE_TOKEN": ServerProcess.writeToken,
        ])
        try await server.ready()
        let run = try await RawClient.slow(
            12,
            body: "PUT /api/sheets/people/dan HTTP/1.1\r\nHost: x\r\n"
                + "Authorization: Bearer \(ServerProcess.writeToken)\r\n"
                + "Content-Length: 100000\r\n\r\n",
            large: "/api/attachments/people/ada/large.bin", to: server)
        #expect(run.left <= 0)
        #expect(run.answers["head"] == JSON.object(["408": 12]))
        #expect(run.answers["body"] == JSON.object(["408": 12]))
        #expect(run.answers["reader"] == JSON.object(["cut": 12]))
        // Beside 36 slow ones an ordinary client notices nothing.
        #expect(run.asked > 10)
        #expect(run.longest < 2_000, "\(run.longest) ms")
    }

    @Test func aSlowHeadIsAnsweredInOurShape() async throws {
        let (_, server) = try await Site.serving(["CFP_CLIENT_TIMEOUT": "1s"])
        let answer = try await RawClient.send("GET /api/sheets HTTP/1.1\r\nHo", to: server)
        #expect(answer.status == 408)
        #expect(answer.errorCode == "request-timeout")
    }

    @Test func anIdleConnectionIsEndedWithoutAWord() async throws {
        let (_, server) = try await Site.serving(["CFP_CLIENT_TIMEOUT": "1s"])
        let request = "GET /api/sheets HTTP/1.1\r\nHost: x\r\n\r\n"
        #expect(try await RawClient.send("", to: server).bytes.isEmpty)
        #expect(try await RawClient.send(request, to: server).statuses == [200])
    }

    /// Three times as many connections as the server may have descriptors for: the ones that wait
    /// for nothing make room, and git still finds descriptors for a fetch.
    @Test func halfHeadsTakeNobodysPlace() async throws {
        let site = try await Site.make()
        let server = try await ServerProcess.start(
            in: site.folder, repository: site.clone, remote: site.origin.path, descriptors: 400)
        try await server.ready()
        let seen = try await RawClient.behindHalfHeads(
            1_200, secret: ServerProcess.secret, to: server)
        #expect(seen["read"] == 200)
        #expect(seen["reload"] == 200)
        guard case .integer(let ended)? = seen["ended"],
            case .integer(let seconds)? = seen["seconds"]
        else {
            Issue.record("\(seen)")
            return
        }
        #expect(ended >= 1_200 - 144)
        // Before any of them would have been ended for its slowness.
        #expect(seconds < 20)
    }
}

import Foundation
import JSONModel
import TestSupport
import Testing

@Suite("SIGTERM", .timeLimit(.minutes(2))) struct ShutdownTests {
    @Test func endsAnIdleServerWithZero() async throws {
        let (_, server) = try await Site.serving()
        let end = try await server.terminate()
        #expect(end.code == 0)
        #expect(end.duration < .seconds(5))
        let log = try #require(server.log)
        #expect(ServerProcess.lines(of: log).last?["event"] == "stopped")
    }

    @Test func endsAServerWhoseFetchHangs() async throws {
        let site = try await Site.make()
        let server = try await site.start(["PATH": site.makeHangingGit()])
        try await server.ready()
        try site.folder.write("", to: "hang")
        async let reload = server.reload()
        let hanging = site.folder.child("hanging")
        try await until("the fetch hangs") { FileManager.default.fileExists(atPath: hanging) }
        // Reads go on meanwhile.
        #expect(try await server.ask("/api/sheets/people/ada").status == 200)

        let end = try await server.terminate()
        #expect(end.code == 0)
        #expect(end.duration < .seconds(5))
        let answer = try await reload
        #expect(answer.status == 503)
        #expect(answer.errorCode == "not-yet")
        let child = try String(contentsOfFile: hanging, encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        try await until("no process is left behind") {
            !FileManager.default.fileExists(atPath: "/proc/\(child)")
        }
    }

    @Test func endsAServerThatBootsAgainstAHangingRemote() async throws {
        let site = try await Site.make()
        try site.folder.write("", to: "hang")
        let server = try await site.start(["PATH": site.makeHangingGit()])
        let hanging = site.folder.child("hanging")
        try await until("the clone hangs") { FileManager.default.fileExists(atPath: hanging) }
        let end = try await server.terminate()
        #expect(end.code == 0)
        #expect(end.duration < .seconds(5))
    }

    @Test func endsAServerWithAReaderWhoWaits() async throws {
        let (_, server) = try await Site.serving()
        let waiting = Task { try await server.ask("/api/sheets?minCommit=deadbeef&wait=60s") }
        // A second request on its own connection, after which the first has arrived.
        #expect(try await server.ask("/api/sheets?minCommit=deadbeef&wait=50ms").status == 503)
        let end = try await server.terminate()
        #expect(end.code == 0)
        #expect(end.duration < .seconds(5.5))
        _ = await waiting.result
    }
}

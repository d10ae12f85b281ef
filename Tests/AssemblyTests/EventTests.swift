import Foundation
import GitModel
import JSONModel
import TestSupport
import Testing

@Suite("GET /api/events", .timeLimit(.minutes(2))) struct EventTests {
    private func follow(_ server: ServerProcess, after last: String? = nil) async throws
        -> EventFollower
    {
        try await EventFollower(port: server.port, after: last)
    }

    private func change(_ path: String, _ op: String) -> JSON {
        .object(["sheet": "people", "path": .string(path), "op": .string(op)])
    }

    @Test func beginsWithWhatIsServed() async throws {
        let (_, server) = try await Site.serving()
        let status = try await server.status()
        let follower = try await follow(server)
        #expect(follower.status == 200)
        #expect(follower.header("Content-Type") == "text/event-stream")
        #expect(follower.header("Cache-Control") == "no-store")
        #expect(follower.header("X-Data-Commit") == status["servedCommit"]?.text)
        #expect(follower.header("X-Data-Generation") == "1")
        let state = try await follower.next()
        #expect(state.name == "state")
        #expect(state.data["commit"] == status["servedCommit"])
        #expect(state.data["generation"] == 1)
    }

    @Test func tellsWhatAWriteChanged() async throws {
        let (_, server) = try await Site.serving(ServerProcess.writable)
        let follower = try await follow(server)
        _ = try await follower.next()
        let written = try await server.write("PUT", "/api/sheets/people/dee", #"{"number": 4}"#)
        let put = try await follower.next()
        #expect(put.name == "swap")
        #expect(put.data["commit"] == written.json["commit"])
        #expect(put.data["generation"] == 2)
        #expect(put.data["sheets"] == .array(["people"]))
        #expect(put.data["changed"] == .array([change("dee", "added")]))
        #expect(put.data["changedCount"] == 1)
        #expect(put.data["truncated"] == false)

        _ = try await server.write("DELETE", "/api/sheets/people/bob")
        #expect(try await follower.next().data["changed"] == .array([change("bob", "removed")]))
        _ = try await server.write("PUT", "/api/attachments/people/ada/pic.png", "OTHER")
        let file = JSON.object([
            "sheet": "people", "path": "ada", "attachment": "pic.png", "op": "changed",
        ])
        #expect(try await follower.next().data["changed"] == .array([file]))
    }

    @Test func tellsWhatAReloadChangedToWhoCanReadItThen() async throws {
        let (site, server) = try await Site.serving()
        let follower = try await follow(server)
        _ = try await follower.next()
        let commit = try await site.origin.commit([
            "people/ada.toml": Site.person("ada", 22), "people/cyd.toml": .removed,
        ])
        _ = try await server.reload()
        let swap = try await follower.next()
        #expect(swap.data["commit"] == .string(commit.hex))
        #expect(
            swap.data["changed"] == .array([change("ada", "changed"), change("cyd", "removed")]))
        let read = try await server.ask("/api/sheets/people/ada")
        #expect(read.header("X-Data-Generation") == "2")
        #expect(read.json["number"] == 22)
    }

    @Test func goesOnAfterTheLastEventOfWhoComesBack() async throws {
        let (_, server) = try await Site.serving(ServerProcess.writable)
        let first = try await follow(server)
        _ = try await first.next()
        _ = try await server.write("PUT", "/api/sheets/people/d1", #"{"number": 1}"#)
        let seen = try await first.next()
        await first.leave()
        for number in 2...4 {
            _ = try await server.write("PUT", "/api/sheets/people/d\(number)", #"{"number": 1}"#)
        }
        let second = try await follow(server, after: seen.id)
        for number in 2...4 {
            let event = try await second.next()
            #expect(event.name == "swap")
            #expect(event.data["changed"] == .array([change("d\(number)", "added")]))
        }
        // One that has missed nothing is told nothing but the next swap.
        let third = try await follow(server, after: second.lastID)
        _ = try await server.write("PUT", "/api/sheets/people/d5", #"{"number": 1}"#)
        #expect(try await third.next().data["changed"] == .array([change("d5", "added")]))
    }

    @Test func sendsWhoFollowedAnotherStartBackToReading() async throws {
        let (site, server) = try await Site.serving()
        let follower = try await follow(server)
        let state = try await follower.next()
        let end = try await server.terminate()
        #expect(end.code == 0)
        #expect(end.duration < .seconds(5))
        let last = try await follower.next()
        #expect(last.name == "end")
        #expect(last.data["reason"] == "shutting-down")

        let again = try await site.start()
        try await again.ready()
        let back = try await follow(again, after: state.id)
        let reset = try await back.next()
        #expect(reset.name == "reset")
        #expect(reset.data["reason"] == "restarted")
        // Whoever holds this commit's state has nothing to read.
        #expect(reset.data["commit"] == state.data["commit"])
        #expect(reset.id != state.id)
    }

    @Test func knowsNoOtherMethod() async throws {
        let (_, server) = try await Site.serving()
        for method in ["HEAD", "POST", "PUT", "DELETE"] {
            let answer = try await server.ask("/api/events", method: method)
            #expect(answer.status == 405)
            #expect(answer.header("Allow") == "GET")
            if method != "HEAD" { #expect(answer.errorCode == "method-not-allowed") }
        }
    }

    @Test func waitsForACommitAsAllReads() async throws {
        let (_, server) = try await Site.serving()
        let answer = try await server.ask("/api/events?minCommit=deadbeef&wait=10ms")
        #expect(answer.status == 503)
        #expect(answer.errorCode == "not-yet")
    }

    @Test func isNotThereBeforeAnythingIsServed() async throws {
        let site = try await Site.make()
        try site.folder.write("", to: "hang")
        let server = try await site.start(["PATH": site.makeHangingGit()])
        let answer = try await server.ask("/api/events")
        #expect(answer.status == 503)
        #expect(answer.errorCode == "not-yet")
    }
}

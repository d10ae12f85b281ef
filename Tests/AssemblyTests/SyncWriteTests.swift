import Foundation
import GitModel
import JSONModel
import TestSupport
import Testing

@Suite("Writes in sync mode", .timeLimit(.minutes(2))) struct SyncWriteTests {
    private static let sync = ServerProcess.writable.merging(["CFP_DATA_PUSH_MODE": "sync"]) { $1 }

    private static func serving(
        _ changes: [String: String?] = [:]
    ) async throws -> (site: Site, server: ServerProcess) {
        try await Site.serving(sync.merging(changes) { $1 })
    }

    @Test func theRemoteHasItWhenItIsAcknowledged() async throws {
        let (site, server) = try await Self.serving()
        let answer = try await server.write("PUT", "/api/sheets/people/dan", #"{"number": 4}"#)
        #expect(answer.status == 201, "\(answer.text)")
        #expect(try await site.origin.tip()?.hex == answer.json["commit"]?.text)
        #expect(try await server.ask("/api/sheets/people/dan").status == 200)
    }

    @Test func waitingWritersShareAPush() async throws {
        let (site, server) = try await Self.serving()
        try await withThrowingTaskGroup { group in
            for number in 0..<24 {
                group.addTask {
                    let answer = try await server.write(
                        "PUT", "/api/sheets/people/n\(number)", #"{"number": 1}"#)
                    #expect(answer.status == 201, "\(answer.text)")
                }
            }
            try await group.waitForAll()
        }
        #expect(try await site.origin.git("rev-list", "--count", "main") == "25")
    }

    @Test func refusesWhatTheRemoteHasOvertaken() async throws {
        let (site, server) = try await Self.serving()
        let theirs = try await site.origin.commit(["people/zoe.toml": Site.person("zoe", 26)])
        let answer = try await server.write("PUT", "/api/sheets/people/dan", #"{"number": 4}"#)
        #expect(answer.status == 409, "\(answer.text)")
        #expect(answer.errorCode == "non-fast-forward")
        #expect(try await site.origin.tip() == theirs)
        #expect(try await server.ask("/api/sheets/people/dan").status == 404)
    }

    @Test func isRebuiltOnTheRemotesTipUnderThePolicyReconcile() async throws {
        let (site, server) = try await Self.serving(["CFP_DATA_DIVERGENCE": "reconcile"])
        let theirs = try await site.origin.commit(["people/zoe.toml": Site.person("zoe", 26)])
        let answer = try await server.write("PUT", "/api/sheets/people/dan", #"{"number": 4}"#)
        #expect(answer.status == 201, "\(answer.text)")
        #expect(try await site.origin.git("rev-parse", "main~1") == theirs.hex)
        #expect(try await site.origin.tip()?.hex == answer.json["commit"]?.text)
        #expect(try await server.ask("/api/sheets/people/zoe").status == 200)
    }

    @Test func nothingIsKeptWhenTheRemoteIsAway() async throws {
        let (site, server) = try await Self.serving()
        let clone = TestRepository.existing(at: site.clone, in: site.folder)
        let refs = try await clone.allRefs()
        let away = site.origin.path + ".away"
        try FileManager.default.moveItem(atPath: site.origin.path, toPath: away)
        let answer = try await server.write("PUT", "/api/sheets/people/dan", #"{"number": 4}"#)
        #expect(answer.status == 503, "\(answer.text)")
        #expect(answer.errorCode == "push-failed")
        #expect(try await clone.allRefs() == refs)
        #expect(try await server.ask("/api/sheets/people/dan").status == 404)
        try FileManager.default.moveItem(atPath: away, toPath: site.origin.path)
        let next = try await server.write("PUT", "/api/sheets/people/dan", #"{"number": 5}"#)
        #expect(next.status == 201, "\(next.text)")
        #expect(try await site.origin.git("rev-list", "--count", "main") == "2")
    }

    @Test func needsARemote() async throws {
        let site = try await Site.make()
        _ = try await site.cloneBefore()
        let (code, error) = try await ServerProcess.run(
            ServerProcess.environment(repository: site.clone, remote: nil, Self.sync),
            in: site.folder)
        #expect(code == 78)
        #expect(error.contains("CFP_DATA_PUSH_MODE"))
    }
}

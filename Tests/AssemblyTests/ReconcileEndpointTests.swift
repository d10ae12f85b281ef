import Foundation
import GitModel
import JSONModel
import TestSupport
import Testing

@Suite("POST /api/_internal/reconcile", .timeLimit(.minutes(2))) struct ReconcileEndpointTests {
    private static func reconcile(
        _ server: ServerProcess, _ body: String = "",
        _ headers: [String: String] = ["Authorization": "Bearer \(ServerProcess.secret)"]
    ) async throws -> Answer {
        try await server.ask(
            "/api/_internal/reconcile", method: "POST", headers: headers, body: Array(body.utf8))
    }

    @Test func needsTheReloadSecret() async throws {
        let (_, server) = try await Site.serving()
        for headers in [[:], ["Authorization": "Bearer wrong"], ["X-CFP-Webhook-Key": ""]] {
            let answer = try await Self.reconcile(server, "", headers)
            #expect(answer.status == 401)
            #expect(answer.errorCode == "unauthorized")
        }
        let key = ["X-CFP-Webhook-Key": ServerProcess.secret]
        #expect(try await Self.reconcile(server, "", key).status == 200)
        #expect(try await server.ask("/api/_internal/reconcile").status == 405)
    }

    @Test func refusesABodyItDoesNotUnderstand() async throws {
        let (_, server) = try await Site.serving()
        for body in [
            "[]", "{", #"{"adopt": 1}"#, #"{"adopt": "everything"}"#,
            #"{"adpot": "remote-rewritten"}"#,
        ] {
            let answer = try await Self.reconcile(server, body)
            #expect(answer.status == 400, "\(body)")
            #expect(answer.errorCode == "bad-request", "\(body)")
        }
    }

    @Test func reconcilesWhateverThePolicyOfReloadsSays() async throws {
        let (site, server) = try await Site.serving(["CFP_DATA_DIVERGENCE": "refuse"])
        let clone = TestRepository.existing(at: site.clone, in: site.folder)
        let local = try await clone.commit(["people/eve.toml": Site.person("eve", 4)])
        let remote = try await site.origin.commit(["people/zoe.toml": Site.person("zoe", 5)])
        let refused = try await server.reload()
        #expect(refused.status == 409)
        #expect(refused.errorCode == "non-fast-forward")
        #expect(refused.json["ahead"] == 1 && refused.json["behind"] == 1)
        #expect(try await clone.tip() == local)

        let answer = try await Self.reconcile(server)
        #expect(answer.status == 200)
        #expect(answer.json["outcome"] == "rebased")
        #expect(answer.json["pushed"] == true)
        #expect(answer.json["dropped"] == .array([]))
        #expect(answer.json["conflictBranch"] == .null)
        let tip = try #require(try await site.origin.tip())
        #expect(answer.json["newCommit"] == .string(tip.hex))
        #expect(try await site.origin.git("rev-parse", "main^") == remote.hex)

        // What was replaced is answered by what it was replayed as.
        let read = try await server.ask("/api/sheets/people/eve?minCommit=\(local.hex)")
        #expect(read.status == 200)
        #expect(read.header("X-Data-Commit") == tip.hex)
    }

    @Test func aConflictIsKeptPushedAndNamedToReaders() async throws {
        let (site, server) = try await Site.serving(["CFP_DATA_DIVERGENCE": "reconcile"])
        let clone = TestRepository.existing(at: site.clone, in: site.folder)
        let local = try await clone.commit(["people/ada.toml": Site.person("ada", 20)])
        let remote = try await site.origin.commit(["people/ada.toml": Site.person("ada", 30)])
        let answer = try await server.reload()
        #expect(answer.status == 200)
        #expect(answer.json["outcome"] == "conflict-escaped")
        #expect(answer.json["pushed"] == true)
        let name = try #require(answer.json["conflictBranch"]?.text)
        #expect(name.hasPrefix("conflicts/"))
        #expect(try await site.origin.tip(of: "refs/heads/\(name)") == local)
        #expect(try await site.origin.tip() == remote)
        let read = try await server.ask("/api/sheets/people/ada?minCommit=\(local.hex)")
        #expect(read.status == 410)
        #expect(read.errorCode == "commit-escaped")
        #expect(read.json["conflictBranch"]?.text == name)
        let log = ServerProcess.lines(of: try #require(server.log))
        let line = try #require(log.first { $0["event"] == "conflict-escaped" })
        #expect(line["level"] == "error" && line["message"] == "conflict escape hatch")
        #expect(line["conflictBranch"]?.text == name)
        #expect(log.contains { $0["event"] == "reconciled" && $0["outcome"] == "conflict-escaped" })
        #expect(log.contains { $0["event"] == "pushed" && $0["branch"]?.text == name })
    }
}

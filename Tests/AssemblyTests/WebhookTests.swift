import Crypto
import Foundation
import GitModel
import JSONModel
import TestSupport
import Testing

@Suite("Webhooks to the reload endpoint", .timeLimit(.minutes(2))) struct WebhookTests {
    private func payload(
        ref: String = "refs/heads/main", after: CommitID, repository: String = "acme/site"
    ) -> [UInt8] {
        JSON.object([
            "ref": .string(ref), "after": .string(after.hex), "deleted": false,
            "repository": .object([
                "full_name": .string(repository),
                "clone_url": .string("https://github.com/\(repository).git"),
            ]),
        ]).bytes
    }

    private func deliver(
        _ body: [UInt8], event: String = "push", secret: String = ServerProcess.gitHubSecret,
        to server: ServerProcess
    ) async throws -> Answer {
        let code = HMAC<SHA256>.authenticationCode(
            for: body, using: SymmetricKey(data: Array(secret.utf8)))
        let digits = code.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        return try await server.ask(
            "/api/_internal/reload-data", method: "POST",
            headers: ["X-Hub-Signature-256": "sha256=\(digits)", "X-GitHub-Event": event],
            body: body)
    }

    @Test func aSignedPushToThisRemoteReloads() async throws {
        let (site, server) = try await Site.serving()
        let tip = try await site.origin.commit(["people/eve.toml": Site.person("eve", 4)])
        let answer = try await deliver(payload(after: tip), to: server)
        #expect(answer.status == 200)
        #expect(answer.json["outcome"] == "fast-forwarded")
        #expect(answer.json["newCommit"] == .string(tip.hex))
        #expect(answer.json["changedRecords"] == 1)
        let again = try await deliver(payload(after: tip), to: server)
        #expect(again.json["outcome"] == "in-sync")
        #expect(again.json["swapped"] == false)
    }

    /// GitHub proposes a form for a new webhook.
    @Test func aFormIsToldToBecomeJSON() async throws {
        let (_, server) = try await Site.serving()
        let answer = try await deliver(Array("payload=%7B%7D".utf8), to: server)
        #expect(answer.status == 400 && answer.errorCode == "bad-request")
        #expect(answer.text.contains("application/json"), "\(answer.text)")
    }

    @Test func whatAsksForNothingIsIgnored() async throws {
        let (site, server) = try await Site.serving()
        let tip = try await site.origin.commit(["people/eve.toml": Site.person("eve", 4)])
        let zero = CommitID(.zero)
        let deliveries: [(String, [UInt8])] = [
            ("ping", JSON.object(["zen": "x"]).bytes), ("issues", payload(after: tip)),
            ("push", payload(ref: "refs/heads/other", after: tip)),
            ("push", payload(ref: "refs/tags/v1", after: tip)),
            ("push", payload(after: zero)),
            ("push", payload(after: tip, repository: "acme/other")),
            ("push", payload(after: tip, repository: "evil/site")),
        ]
        for (event, body) in deliveries {
            let answer = try await deliver(body, event: event, to: server)
            #expect(answer.status == 200, "\(event)")
            #expect(answer.json["ok"] == true && answer.json["ignored"]?.text != nil, "\(event)")
        }
        #expect(try await server.status()["lastReload"] == .some(.null))
    }

    @Test func aSignatureDoesNotOpenTheOtherEndpoint() async throws {
        let (site, server) = try await Site.serving()
        let tip = try #require(try await site.origin.tip())
        #expect(try await deliver(payload(after: tip), secret: "wrong", to: server).status == 401)
        // The reload secret signs nothing.
        #expect(
            try await deliver(payload(after: tip), secret: ServerProcess.secret, to: server).status
                == 401)
        #expect(try await deliver([], to: server).status == 401)
        #expect(try await deliver(Array("{".utf8), to: server).status == 400)
        // The webhook's secret is no bearer token.
        let bearer = try await server.ask(
            "/api/_internal/reload-data", method: "POST",
            headers: ["Authorization": "Bearer \(ServerProcess.gitHubSecret)"], body: [])
        #expect(bearer.status == 401)
    }

    @Test func bothFormsOfThePlainCredentialWork() async throws {
        let (_, server) = try await Site.serving(["CFP_DATA_RELOAD_SECRET": "old,new"])
        for headers in [
            ["Authorization": "Bearer old"], ["Authorization": "bearer new"],
            ["X-CFP-Webhook-Key": "new"],
        ] {
            let answer = try await server.ask(
                "/api/_internal/reload-data", method: "POST", headers: headers, body: [])
            #expect(answer.status == 200, "\(headers)")
        }
        let both = try await server.ask(
            "/api/_internal/reload-data", method: "POST",
            headers: ["X-CFP-Webhook-Key": "old,new"], body: [])
        #expect(both.status == 401)
    }

    @Test func aSecretFileIsReadAgainAtEachUse() async throws {
        let site = try await Site.make()
        let file = try site.folder.write("one\n", to: "secret")
        let server = try await site.start([
            "CFP_DATA_RELOAD_SECRET": nil, "CFP_DATA_RELOAD_SECRET_FILE": file,
        ])
        try await server.ready()
        func code(_ secret: String) async throws -> Int {
            try await server.ask(
                "/api/_internal/status", headers: ["Authorization": "Bearer \(secret)"]
            ).status
        }
        #expect(try await code("one") == 200)
        try site.folder.write("two\r\n", to: "secret")
        #expect(try await code("one") == 401)
        #expect(try await code("two") == 200)
        try FileManager.default.removeItem(atPath: file)
        #expect(try await code("two") != 200)
        try site.folder.write("three", to: "secret")
        #expect(try await code("three") == 200)
    }

    @Test func theLogSaysWhatTheContractSays() async throws {
        let (site, server) = try await Site.serving()
        let tip = try await site.origin.commit(["people/eve.toml": Site.person("eve", 4)])
        #expect(try await server.reload().status == 200)
        try await site.origin.commit(["people/bad.toml": "slug = \"bad\"\nslug = 1\n"])
        #expect(try await server.reload().errorCode == "rebuild-failed")
        let log = try #require(server.log)
        let text = ServerProcess.text(of: log)
        let lines = ServerProcess.lines(of: log)
        #expect(lines.count == text.split(separator: "\n").count, "a line is not JSON")
        for line in lines {
            for key in ["time", "level", "event", "message"] { #expect(line[key]?.text != nil) }
        }
        let good = try #require(lines.first { $0["event"] == "reload" })
        #expect(good["level"] == "info" && good["message"] == "reload finished")
        #expect(good["outcome"] == "fast-forwarded" && good["swapped"] == true)
        #expect(good["newCommit"] == .string(tip.hex))
        if case .number = good["durationMs"] {} else { Issue.record("durationMs is no number") }
        let failed = try #require(lines.last { $0["event"] == "reload" })
        #expect(failed["level"] == "error" && failed["outcome"] == "rebuild-failed")
        let details = try #require(lines.first { $0["event"] == "rebuild-failed" })
        #expect(details["level"] == "error")
        #expect(details["message"] == "new tree cannot be served")
        let reconciled = try #require(lines.first { $0["event"] == "reconciled" })
        #expect(reconciled["message"] == "data-repo reconciled")
        #expect(!text.contains(ServerProcess.secret) && !text.contains(ServerProcess.gitHubSecret))
    }
}

import Foundation
import GitModel
import JSONModel
import TestSupport
import Testing

@Suite("CFP_ALERT_URL", .timeLimit(.minutes(4))) struct AlertTests {
    private static let token = ["Authorization": "Bearer write-token"]

    /// A server whose alerts go to `receiver`, and which tries pushes quickly.
    private static func serving(
        _ url: String, _ changes: [String: String?] = [:]
    ) async throws -> (site: Site, server: ServerProcess) {
        let standard: [String: String?] = [
            "CFP_ALERT_URL": url, "CFP_WRITE_TOKEN": "write-token",
            "CFP_PUSH_BACKOFF_BASE": "20ms", "CFP_PUSH_BACKOFF_CAP": "100ms",
        ]
        return try await Site.serving(standard.merging(changes) { _, new in new })
    }

    private static func put(_ slug: String, _ server: ServerProcess) async throws -> Answer {
        try await server.ask(
            "/api/sheets/people/\(slug)", method: "PUT", headers: token,
            body: Array(#"{"slug": "\#(slug)", "number": 7}"#.utf8))
    }

    private static func reconcile(_ server: ServerProcess) async throws -> Answer {
        try await server.ask(
            "/api/_internal/reconcile", method: "POST",
            headers: ["Authorization": "Bearer \(ServerProcess.secret)"], body: [])
    }

    /// Lines `alert` of the log: there is one for each alert, whoever receives it.
    private static func told(_ server: ServerProcess) throws -> [JSON] {
        let log = try #require(server.log)
        #expect(!ServerProcess.text(of: log).contains(AlertReceiver.token))
        return ServerProcess.lines(of: log).filter { $0["event"] == "alert" }
    }

    @Test func aHaltedPushIsOneAlertOverManyTipsAndAReconcileArmsIt() async throws {
        let receiver = try await AlertReceiver()
        let (site, server) = try await Self.serving(receiver.url)
        try await site.origin.commit(["people/zoe.toml": Site.person("zoe", 5)])
        for (seen, slug) in ["eve", "fay", "gil", "hal"].enumerated() {
            #expect(try await Self.put(slug, server).status == 201)
            try await until("the push of \(slug) was refused") {
                let log = ServerProcess.lines(of: try #require(server.log))
                let refusals = log.count { $0["event"] == "push-non-fast-forward" }
                return refusals > seen
            }
            #expect(try await server.reload().errorCode == "non-fast-forward")
        }
        let alert = try #require(try await receiver.alerts(1).first)
        #expect(alert["event"] == "push-halted" && alert["reason"] == "non-fast-forward")
        #expect(alert["branch"] == "main" && alert["hint"]?.text?.contains("reconcile") == true)
        for key in ["message", "at"] { #expect(alert[key]?.text?.isEmpty == false) }

        #expect(try await Self.reconcile(server).json["outcome"] == "rebased")
        try await until("everything is pushed") {
            try await server.status()["pushDaemon"]?["pendingCommits"] == 0
        }
        #expect(try Self.told(server).count == 1)
        #expect(receiver.received.count == 1)

        try await site.origin.commit(["people/yan.toml": Site.person("yan", 6)])
        #expect(try await Self.put("ida", server).status == 201)
        #expect(try await receiver.alerts(2).map { $0["event"] }[1] == "push-halted")
        #expect(try Self.told(server).map { $0["level"] } == ["error", "error"])
    }

    @Test func aConflictIsOneAlertThatNamesItsBranch() async throws {
        let receiver = try await AlertReceiver()
        let (site, server) = try await Self.serving(
            receiver.url, ["CFP_DATA_DIVERGENCE": "reconcile"])
        let clone = TestRepository.existing(at: site.clone, in: site.folder)
        try await clone.commit(["people/ada.toml": Site.person("ada", 20)])
        try await site.origin.commit(["people/ada.toml": Site.person("ada", 30)])
        let answer = try await server.reload()
        #expect(answer.json["outcome"] == "conflict-escaped")
        for _ in 0..<3 { #expect(try await server.reload().status == 200) }
        let alert = try #require(try await receiver.alerts(1).first)
        #expect(alert["event"] == "conflict-escaped")
        #expect(alert["conflictBranch"] == answer.json["conflictBranch"])
        #expect(try Self.told(server).count == 1)
    }

    @Test func aTreeThatCannotBeServedIsOneAlertACommit() async throws {
        let receiver = try await AlertReceiver()
        let (site, server) = try await Self.serving(receiver.url)
        let first = try await site.origin.commit(["people/bob.toml": "slug = \n"])
        for _ in 0..<3 { #expect(try await server.reload().errorCode == "rebuild-failed") }
        let second = try await site.origin.commit(["people/cyd.toml": "slug = [\n"])
        for _ in 0..<3 { #expect(try await server.reload().errorCode == "rebuild-failed") }
        let alerts = try await receiver.alerts(2)
        #expect(alerts.map { $0["event"] } == ["rebuild-failed", "rebuild-failed"])
        #expect(alerts.map { $0["commit"]?.text } == [first.hex, second.hex])
        guard case .array(let problems) = alerts[0]["problems"] else {
            throw CancellationError()
        }
        #expect(problems.first?["path"] == "people/bob.toml")
        #expect(problems.first?["line"] == 1)
        #expect(try Self.told(server).count == 2)
    }

    @Test func aRewrittenRemoteIsOneAlert() async throws {
        let receiver = try await AlertReceiver()
        let (site, server) = try await Self.serving(receiver.url)
        let good = try #require(try await site.origin.tip())
        let gone = try await site.origin.commit(["people/eve.toml": Site.person("eve", 1)])
        #expect(try await server.reload().status == 200)
        try await site.origin.git("update-ref", "refs/heads/main", good.hex)
        for _ in 0..<3 { #expect(try await server.reload().errorCode == "remote-rewritten") }
        let alert = try #require(try await receiver.alerts(1).first)
        #expect(alert["event"] == "remote-rewritten")
        #expect(alert["lastSeen"]?.text == gone.hex && alert["remoteCommit"]?.text == good.hex)
        #expect(try Self.told(server).count == 1)
    }

    @Test func refusedCredentialsAreOneAlert() async throws {
        let receiver = try await AlertReceiver()
        let site = try await Site.make()
        let clone = try await site.cloneBefore()
        try await clone.commit(["people/eve.toml": Site.person("eve", 1)])
        let server = try await site.start([
            "CFP_DATA_REMOTE": "http://127.0.0.1:\(receiver.port)/acme/site.git",
            "CFP_ALERT_URL": receiver.url,
        ])
        try await server.ready()
        for _ in 0..<3 { #expect(try await server.reload().errorCode == "fetch-failed") }
        let alert = try #require(try await receiver.alerts(1).first)
        #expect(alert["event"] == "authentication-failed")
        #expect(try Self.told(server).count == 1)
        #expect(receiver.received.count == 1)
    }

    @Test func aReceiverThatHangsChangesNothing() async throws {
        let silent = try SilentListener()
        let (site, server) = try await Self.serving("http://127.0.0.1:\(silent.port)/hook")
        try await site.origin.commit(["people/bob.toml": "slug = \n"])
        let start = ContinuousClock.now
        #expect(try await server.reload().errorCode == "rebuild-failed")
        #expect(try await Self.put("eve", server).status == 201)
        #expect(try await server.ask("/api/sheets/people/eve").status == 200)
        #expect(try await server.ask("/metrics").status == 200)
        #expect(ContinuousClock.now - start < .seconds(5))
        #expect(try Self.told(server).contains { $0["alert"] == "rebuild-failed" })
        let end = try await server.terminate()
        #expect(end.code == 0)
        #expect(end.duration < .seconds(5))
    }

    @Test func aBadAddressIsExit78() async throws {
        let site = try await Site.make()
        let environment = ServerProcess.environment(
            repository: site.clone, remote: site.origin.path, ["CFP_ALERT_URL": "hook.example"])
        let run = try await ServerProcess.run(environment, in: site.folder)
        #expect(run.code == 78)
        #expect(run.error.contains("CFP_ALERT_URL"))
    }

    @Test func theReconcileCommandPostsBeforeItEnds() async throws {
        let receiver = try await AlertReceiver()
        let site = try await Site.make()
        let clone = try await site.cloneBefore()
        try await clone.commit(["people/ada.toml": Site.person("ada", 20)])
        try await site.origin.commit(["people/ada.toml": Site.person("ada", 30)])
        let environment = ServerProcess.environment(
            repository: site.clone, remote: site.origin.path, ["CFP_ALERT_URL": receiver.url])
        let run = try await ServerProcess.run(
            environment, arguments: ["reconcile"], in: site.folder)
        #expect(run.code == 0, "\(run.error)")
        #expect(receiver.received.map { $0.body["event"] } == ["conflict-escaped"])
    }
}

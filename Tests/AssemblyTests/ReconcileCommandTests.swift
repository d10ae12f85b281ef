import Foundation
import GitModel
import JSONModel
import TestSupport
import Testing

@Suite("livetree reconcile", .timeLimit(.minutes(2))) struct ReconcileCommandTests {
    struct Run {
        let code: Int32
        let report: JSON
        let error: String
    }

    private static func reconcile(
        _ site: Site, _ arguments: [String] = [], _ changes: [String: String?] = [:]
    ) async throws -> Run {
        let run = try await site.run(["reconcile"] + arguments, changes)
        // One report and nothing else on standard output.
        let report = run.output.isEmpty ? .null : try JSON.parse(run.output)
        return Run(code: run.code, report: report, error: run.error)
    }

    /// Both sides have a commit of their own, on different records.
    private static func diverged() async throws -> (site: Site, clone: TestRepository) {
        let site = try await Site.make()
        let clone = try await site.cloneBefore()
        try await clone.commit(["people/eve.toml": Site.person("eve", 4)])
        try await site.origin.commit(["people/zoe.toml": Site.person("zoe", 5)])
        return (site, clone)
    }

    @Test func clonesWhereThereIsNothing() async throws {
        let site = try await Site.make()
        let run = try await Self.reconcile(site)
        #expect(run.code == 0, "\(run.error)")
        #expect(run.report["outcome"] == "in-sync")
        let clone = TestRepository.existing(at: site.clone, in: site.folder)
        #expect(try await clone.tip() == site.origin.tip())
    }

    @Test func rebasesAndPushes() async throws {
        let (site, clone) = try await Self.diverged()
        let run = try await Self.reconcile(site)
        #expect(run.code == 0, "\(run.error)")
        #expect(run.report["outcome"] == "rebased")
        #expect(run.report["pushed"] == true)
        #expect(run.report["ahead"] == 1 && run.report["behind"] == 1)
        #expect(try await clone.tip() == site.origin.tip())
        let files = try await site.origin.git("ls-tree", "--name-only", "main:people")
        #expect(files.contains("eve.toml") && files.contains("zoe.toml"))
    }

    @Test func saysSixtyNineWithoutTheRemote() async throws {
        let site = try await Site.make()
        _ = try await site.cloneBefore()
        try FileManager.default.removeItem(atPath: site.origin.path)
        let run = try await Self.reconcile(site)
        #expect(run.code == 69)
        #expect(run.report["ok"] == false)
        #expect(run.report["error"]?["code"] == "fetch-failed")
    }

    @Test func saysSixtyFiveForATreeThatCannotBeServed() async throws {
        let site = try await Site.make()
        let clone = try await site.cloneBefore()
        let before = try await clone.tip()
        try await site.origin.commit(["people/bad.toml": "slug = "])
        let run = try await Self.reconcile(site)
        #expect(run.code == 65)
        #expect(run.report["error"]?["code"] == "rebuild-failed")
        #expect(try await clone.tip() == before)
    }

    @Test func adoptsOnlyWhatItIsTold() async throws {
        let site = try await Site.make()
        #expect(try await Self.reconcile(site).code == 0)
        let clone = TestRepository.existing(at: site.clone, in: site.folder)
        let first = try await site.origin.tip()
        try await site.origin.commit(["people/zoe.toml": Site.person("zoe", 5)])
        #expect(try await Self.reconcile(site).code == 0)
        try await site.origin.git("update-ref", "refs/heads/main", try #require(first).hex)

        let refused = try await Self.reconcile(site)
        #expect(refused.code == 1)
        #expect(refused.report["error"]?["code"] == "remote-rewritten")
        let wrong = try await Self.reconcile(site, ["--adopt", "unrelated-histories"])
        #expect(wrong.code == 1)
        #expect(try await site.origin.tip() == first)
        let adopted = try await Self.reconcile(site, ["--adopt", "remote-rewritten"])
        #expect(adopted.code == 0, "\(adopted.error)")
        #expect(adopted.report["outcome"] == "fast-forwarded")
        #expect(try await clone.tip() == first)
        #expect(try await Self.reconcile(site, ["--adopt", "everything"]).code == 64)
    }

    @Test func asksARunningServer() async throws {
        let (site, server) = try await Site.serving()
        let clone = TestRepository.existing(at: site.clone, in: site.folder)
        try await clone.commit(["people/eve.toml": Site.person("eve", 4)])
        try await site.origin.commit(["people/zoe.toml": Site.person("zoe", 5)])
        let run = try await Self.reconcile(site)
        #expect(run.code == 0, "\(run.error)")
        #expect(run.report["outcome"] == "rebased")
        // The server did it: what it serves is the result.
        #expect(try await server.status()["servedCommit"] == run.report["newCommit"])
        #expect(try await server.ask("/api/sheets/people/eve").status == 200)
        #expect(try await server.status()["lastReconcile"]?["outcome"] == "rebased")
    }

    @Test func saysSeventyFiveWhereItCannotAsk() async throws {
        let (site, server) = try await Site.serving()
        defer { withExtendedLifetime(server) {} }
        let stranger = try await Self.reconcile(
            site, [], ["CFP_DATA_RELOAD_SECRET": "another secret"])
        #expect(stranger.code == 75)
        #expect(stranger.report == .null)
        let silent = try await Self.reconcile(site, [], ["CFP_DATA_RELOAD_SECRET": nil])
        #expect(silent.code == 75)
        try FileManager.default.removeItem(atPath: site.clone + "/livetree/server.json")
        let lost = try await Self.reconcile(site)
        #expect(lost.code == 75)
        #expect(lost.error.split(separator: "\n").count == 1)
    }

    @Test func needsARemote() async throws {
        let site = try await Site.make()
        _ = try await site.cloneBefore()
        let run = try await Self.reconcile(site, [], ["CFP_DATA_REMOTE": nil])
        #expect(run.code == 78)
        #expect(run.error.contains("CFP_DATA_REMOTE"))
    }
}

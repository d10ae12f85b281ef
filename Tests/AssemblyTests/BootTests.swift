import Foundation
import GitModel
import JSONModel
import TestSupport
import Testing

/// CONTRACT §2, with the real program.
@Suite("Boot", .timeLimit(.minutes(2))) struct BootTests {
    @Test(arguments: ["clone.git", "missing/parents/clone.git"])
    func aMissingFolderIsCloned(name: String) async throws {
        let site = try await Site.make()
        let server = try await ServerProcess.start(
            in: site.folder, repository: site.folder.child(name), remote: site.origin.path)
        try await server.ready()
        let clone = TestRepository.existing(at: site.folder.child(name), in: site.folder)
        #expect(try await clone.git("rev-parse", "--is-bare-repository") == "true")
        #expect(try await clone.tip() == site.origin.tip())
        #expect(try await clone.git("config", "remote.origin.url") == site.origin.path)
        #expect(try await server.ask("/api/sheets/people/ada").json["number"] == 2)
    }

    @Test func anEmptyFolderIsCloned() async throws {
        let site = try await Site.make()
        _ = try site.folder.makeFolder("clone.git")
        let server = try await site.start()
        try await server.ready()
        #expect(try await server.ask("/api/sheets/people/ada").status == 200)
    }

    @Test func aRepositoryWithAWorkTreeIsRefusedAndUntouched() async throws {
        let site = try await Site.make()
        try await GitProgram.run(["clone", "--quiet", site.origin.path, site.clone])
        let before = site.folder.listing(of: "clone.git")
        let end = try await ServerProcess.run(
            ServerProcess.environment(repository: site.clone, remote: site.origin.path),
            in: site.folder)
        #expect(end.code == 78)
        #expect(end.error.contains("CFP_DATA_REPO_PATH"))
        #expect(site.folder.listing(of: "clone.git") == before)
    }

    @Test func aFolderThatIsNoRepositoryIsRefusedAndUntouched() async throws {
        let site = try await Site.make()
        try site.folder.write("precious", to: "clone.git/notes/diary.txt")
        let end = try await ServerProcess.run(
            ServerProcess.environment(repository: site.clone, remote: site.origin.path),
            in: site.folder)
        #expect(end.code == 78)
        #expect(end.error.contains("CFP_DATA_REPO_PATH"))
        #expect(site.folder.listing(of: "clone.git") == ["notes", "notes/diary.txt"])
    }

    @Test func withoutARemoteAndACloneThereIsNothingToServe() async throws {
        let site = try await Site.make()
        let end = try await ServerProcess.run(
            ServerProcess.environment(repository: site.clone, remote: nil), in: site.folder)
        #expect(end.code == 69)
        #expect(end.error.contains("CFP_DATA_REMOTE"))
    }

    @Test func withAnUnreachableRemoteAndNoCloneThereIsNothingToServe() async throws {
        let site = try await Site.make()
        let end = try await ServerProcess.run(
            ServerProcess.environment(repository: site.clone, remote: site.folder.child("gone")),
            in: site.folder)
        #expect(end.code == 69)
        #expect(site.folder.listing(of: "clone.git").isEmpty)
    }

    @Test(arguments: [true, false])
    func aSecondServerOnTheFolderTriesAgainLater(clonedBefore: Bool) async throws {
        let site = try await Site.make()
        if clonedBefore { _ = try await site.cloneBefore() }
        let first = try await site.start()
        try await first.ready()
        let environment = ServerProcess.environment(
            repository: site.clone, remote: site.origin.path)
        let second = try await ServerProcess.run(environment, in: site.folder)
        #expect(second.code == 75)
        #expect(second.error.contains(site.clone))
        #expect(try await first.ask("/api/sheets/people").status == 200)

        // However the first ends, the folder is free again.
        kill(first.process.processIdentifier, SIGKILL)
        try await until("the first is gone") { !first.process.isRunning }
        let third = try await site.start()
        try await third.ready()
    }

    @Test func originFollowsTheConfiguredRemote() async throws {
        let site = try await Site.make()
        let clone = try await site.cloneBefore()
        let mirror = try await site.origin.clone(named: "mirror.git")
        let tip = try await mirror.commit(["people/eve.toml": Site.person("eve", 9)])
        let server = try await ServerProcess.start(
            in: site.folder, repository: site.clone, remote: mirror.path)
        try await server.ready()
        #expect(try await clone.git("config", "remote.origin.url") == mirror.path)
        #expect(try await server.ask("/api/sheets/people").header("X-Data-Commit") == tip.hex)
    }

    @Test func aRemoteThatIsDownLeavesTheLocalBranchServed() async throws {
        let site = try await Site.make()
        let clone = try await site.cloneBefore()
        let tip = try #require(try await clone.tip())
        let port = try SilentListener.freePort()
        let server = try await ServerProcess.start(
            in: site.folder, repository: site.clone, remote: "http://127.0.0.1:\(port)/x.git")
        try await server.ready()
        let ready = try await server.ask("/api/health/ready")
        #expect(ready.json["degraded"] == true)
        #expect(ready.json["reason"] == "fetch-failed")
        #expect(try await server.ask("/api/sheets/people/ada").header("X-Data-Commit") == tip.hex)
        let reload = try await server.reload()
        #expect(reload.status == 502)
        #expect(reload.errorCode == "fetch-failed")
        #expect(reload.json["error"]?["reason"] == "unreachable")
    }

    @Test func aRemoteThatSaysNothingDelaysReadinessTenSecondsAtMost() async throws {
        let site = try await Site.make()
        _ = try await site.cloneBefore()
        let silent = try SilentListener()
        let server = try await ServerProcess.start(
            in: site.folder, repository: site.clone,
            remote: "http://127.0.0.1:\(silent.port)/x.git")
        #expect(try await server.ask("/api/health/live").status == 200)
        #expect(try await server.ask("/api/health/ready").errorCode == "not-yet")
        #expect(try await server.ready() < .seconds(20))
        #expect(try await server.status()["lastReconcile"]?["outcome"] == "fetch-failed")
    }

    @Test func anEmptyRemoteIsAnEmptySiteUntilAPush() async throws {
        let site = try await Site.empty()
        let server = try await site.start()
        try await server.ready()
        let empty = try await server.ask("/api/sheets")
        #expect(empty.json["sheets"] == .array([]))
        #expect(empty.json["commit"] == nil || empty.json["commit"] == .some(.null))

        let tip = try await site.origin.commit([
            ".gitsheets/people.toml": Site.sheet, "people/ada.toml": Site.person("ada", 1),
        ])
        let reload = try await server.reload("{\"branch\": \"main\", \"commitHash\": \"\(tip)\"}")
        #expect(reload.status == 200)
        #expect(reload.json["newCommit"] == .string(tip.hex))
        #expect(try await server.ask("/api/sheets/people").json["total"] == 1)
        #expect(try await server.ask("/api/search?q=maps").json["hits"] != .array([]))
    }

    @Test func aLocalTreeThatCannotBeServedIsHealedByAGoodCommit() async throws {
        let site = try await Site.make()
        let bad = try await site.origin.commit(["people/eve.toml": "slug = \"eve\"\nslug = 1\n"])
        let clone = try await site.cloneBefore()
        let server = try await site.start()
        try await until("the boot is over") {
            let reconcile = try await server.status()["lastReconcile"]
            return reconcile?["outcome"] == "rebuild-failed"
        }
        #expect(try await server.ask("/api/health/live").status == 200)
        #expect(try await server.ask("/api/health/ready").status == 503)
        #expect(try await server.ask("/api/sheets").errorCode == "not-yet")
        let report = try await server.status()["lastReconcile"]
        guard case .array(let problems) = report?["problems"] else {
            Issue.record("no problems in \(String(describing: report))")
            return
        }
        #expect(problems.first?["path"] == "people/eve.toml")
        #expect(problems.first?["line"] == 2)
        #expect(try await clone.tip() == bad)

        let good = try await site.origin.commit(["people/eve.toml": Site.person("eve", 4)])
        #expect(try await server.reload().status == 200)
        #expect(try await server.ask("/api/health/ready").status == 200)
        #expect(try await clone.tip() == good)
        // Search comes after the first build, however late that was.
        try await until("search answers") {
            try await server.ask("/api/search?q=maps").status == 200
        }
        let next = try await site.origin.commit(["people/fay.toml": Site.person("fay", 5, "sings")])
        #expect(try await server.reload().json["newCommit"] == .string(next.hex))
        guard case .array(let hits) = try await server.ask("/api/search?q=sings").json["hits"]
        else {
            Issue.record("no hits")
            return
        }
        #expect(hits.first?["path"] == "fay")
    }

    /// DESIGN §2.3: serving never stops; a log that cannot be written is no reason either.
    @Test func aFullDiskUnderTheLogDoesNotStopServing() async throws {
        let site = try await Site.make()
        let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        let server = try await ServerProcess.start(
            in: site.folder, repository: site.clone, remote: site.origin.path, error: full)
        try await server.ready()
        #expect(try await server.reload().status == 200)
    }

    @Test func aLogReaderThatIsGoneDoesNotStopServing() async throws {
        let site = try await Site.make()
        let pipe = Pipe()
        let server = try await ServerProcess.start(
            in: site.folder, repository: site.clone, remote: site.origin.path,
            error: pipe.fileHandleForWriting)
        try pipe.fileHandleForReading.close()
        try await server.ready()
        #expect(try await server.reload().status == 200)
        #expect(try await server.terminate().code == 0)
    }
}

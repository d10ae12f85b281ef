import Foundation
import JSONModel
import TestSupport
import Testing

@Suite("livetree status", .timeLimit(.minutes(2))) struct StatusCommandTests {
    struct Run {
        let code: Int32
        let output: String
        let error: String
    }

    /// Runs the command with the server's environment, but for `changes`.
    private static func status(
        _ site: Site, _ arguments: [String] = [], _ changes: [String: String?] = [:]
    ) async throws -> Run {
        let run = try await site.run(["status"] + arguments, changes)
        return Run(
            code: run.code, output: String(decoding: run.output, as: UTF8.self), error: run.error)
    }

    @Test func asksTheServerOfTheFolder() async throws {
        let (site, server) = try await Site.serving()
        let run = try await Self.status(site)
        #expect(run.code == 0, "\(run.error)")
        #expect(run.output.hasPrefix("GOOD  http://127.0.0.1:\(server.port), branch main\n"))
        #expect(run.output.contains("3 records, generation 1\n"))
        #expect(run.error.isEmpty)
    }

    @Test func printsTheServersAnswerAsJSON() async throws {
        let (site, server) = try await Site.serving()
        let run = try await Self.status(
            site, ["--json", "--url", "http://127.0.0.1:\(server.port)/"],
            ["CFP_DATA_REPO_PATH": nil])
        #expect(run.code == 0, "\(run.error)")
        let json = try JSON.parse(Array(run.output.utf8))
        #expect(json["servedCommit"] == (try await server.status())["servedCommit"])
        #expect(json["attention"] == .array([]) && json["conflicts"] == .array([]))
    }

    @Test func readsTheSecretFromAFileAsTheServerDoes() async throws {
        let (site, server) = try await Site.serving()
        let file = try site.folder.write("\(ServerProcess.secret),older\n", to: "secret")
        let run = try await Self.status(
            site, [], ["CFP_DATA_RELOAD_SECRET": nil, "CFP_DATA_RELOAD_SECRET_FILE": file])
        #expect(run.code == 0, "\(run.error)")
        #expect(server.process.isRunning)
    }

    @Test func exitsWithOneWhenSomethingNeedsSomebody() async throws {
        let (site, server) = try await Site.serving()
        try await site.origin.commit(["people/ada.toml": "slug = \"ada\"\nbroken = = 1\n"])
        #expect(try await server.reload().errorCode == "rebuild-failed")
        let run = try await Self.status(site)
        #expect(run.code == 1)
        #expect(run.output.hasPrefix("NEEDS YOU  1 thing: "))
        #expect(run.output.contains("! "))
        #expect(run.output.contains("→ correct "))
        #expect(try await server.status()["attention"] != .array([]))
    }

    @Test func namesTheConflictBranchUntilItIsBroughtIn() async throws {
        let site = try await Site.make()
        let clone = try await site.cloneBefore()
        try await clone.commit(["people/ada.toml": Site.person("ada", 5)])
        try await site.origin.commit(["people/ada.toml": Site.person("ada", 6)])
        let server = try await site.start()
        try await server.ready()
        let run = try await Self.status(site)
        #expect(run.code == 1)
        #expect(run.output.contains("! commits that could not be replayed wait on conflicts/"))
        #expect(run.output.contains("git merge or cherry-pick"))
    }

    @Test func saysThatNobodyAnswers() async throws {
        let site = try await Site.make()
        let port = try SilentListener.freePort()
        let none = try await Self.status(site, ["--url", "http://127.0.0.1:\(port)"])
        #expect(none.code == 75)
        #expect(none.error.contains("no server answers at http://127.0.0.1:\(port)"))
        #expect(none.error.contains("start it with livetree serve"))
        let folder = try await Self.status(site)
        #expect(folder.code == 75)
        #expect(folder.error.contains("is not served by a livetree"))
    }

    @Test func saysThatTheSecretIsWrongOrMissing() async throws {
        let (site, server) = try await Site.serving()
        let wrong = try await Self.status(site, [], ["CFP_DATA_RELOAD_SECRET": "another"])
        #expect(wrong.code == 78)
        #expect(wrong.error.contains("has another secret"))
        let missing = try await Self.status(site, [], ["CFP_DATA_RELOAD_SECRET": nil])
        #expect(missing.code == 78)
        #expect(missing.error.contains("CFP_DATA_RELOAD_SECRET is not set"))
        #expect(server.process.isRunning)
    }

    @Test func saysThatSomebodyElseAnswers() async throws {
        let site = try await Site.make()
        let stranger = try await AlertReceiver()
        let run = try await Self.status(site, ["--url", "http://127.0.0.1:\(stranger.port)"])
        #expect(run.code == 1)
        #expect(run.error.contains("is no Livetree"))
    }

    @Test func anAddressIsToldFromAWord() async throws {
        let site = try await Site.make()
        let run = try await Self.status(site, ["--url", "localhost"])
        #expect(run.code == 64)
        #expect(run.error.contains("write it like http://127.0.0.1:8080"))
    }
}

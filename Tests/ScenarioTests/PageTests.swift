import Foundation
import ScenarioKit
import Testing

/// The page about a failed run, opened in a browser: what a person finds there works.
@Suite("The page in a browser", .serialized)
struct PageTests {
    @Test(.enabled(if: Browser.program != nil, "no chromium is installed"))
    func aTornReadIsShownAndJumpedTo() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("livetree-page-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let page = "\(folder)/report.html"
        try await play(mutant: "torn-swap", in: folder, reportedTo: page)
        let browser = Browser(home: folder)

        let seen = try await browser.open(page)
        #expect(seen.console == [])
        #expect(seen.document.contains("data-ready=\"true\""))
        let headline = try #require(seen.document.range(of: "class=\"headline\""))
        let sentence = seen.document[headline.upperBound...].prefix(600)
        #expect(sentence.contains("<b>Reader "))
        #expect(sentence.contains("gen 1 (A)"))
        #expect(seen.document.contains("first violation</button>"), "the script made no tools")
        #expect(!seen.document.contains("violation chosen"))
        #expect(!seen.document.contains(/<form class="filters" hidden/))

        let jumped = try await browser.open(page, at: "#c0-v0")
        #expect(jumped.console == [])
        #expect(jumped.document.contains("class=\"violation chosen\" data-violation=\"0\""))
        #expect(jumped.document.contains("<tr id=\"c0-v0\" class=\"bad chosen\">"))
        let zoom = try #require(
            jumped.document.firstMatch(of: /<svg class="time"[^>]*style="width: ([0-9.]+)%/))
        #expect(Double(zoom.output.1) ?? 0 > 100, "a jump looks closer")

        let phone = try await browser.open(page, at: "#c0-v0", width: 390)
        #expect(phone.console == [])
        #expect(phone.document.contains("class=\"violation chosen\" data-violation=\"0\""))
    }

    @Test func aFailedRunLeavesAllThatIsNeededToGoOn() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("livetree-left-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await play(mutant: "torn-swap", in: folder, reportedTo: "\(folder)/report.html")
        let records = "\(folder)/run/reload-fast-forward-8-readers"
        for name in [
            "report.html", "scenario.yaml", "verdict.json", "events.ndjson", "history.ndjson",
            "server.log", "api.git.log", "world/remotes/origin.git", "world/clones/local.git",
        ] { #expect(FileManager.default.fileExists(atPath: "\(records)/\(name)"), "\(name)") }

        let plain = GitProgram.hermetic(home: folder, path: "/usr/local/bin:/usr/bin:/bin")
        let git = GitProgram(path: "/usr/bin/git", environment: plain)
        var tips: [String] = []
        for name in ["before", "after"] {
            let heads = try await git.must(
                ["bundle", "list-heads", "\(records)/\(name).bundle"], in: folder)
            tips += heads.lines.filter { $0.hasSuffix(" refs/heads/origin/main") }
        }
        #expect(Set(tips).count == 2, "origin had another commit after than before")
        try await git.must(
            ["clone", "-q", "-b", "origin/main", "\(records)/after.bundle", "again"], in: folder)

        // From another folder, with the scenario's file and without.
        let moved = "\(folder)/moved"
        try FileManager.default.copyItem(atPath: records, toPath: moved)
        let script = try String(contentsOfFile: "\(moved)/repro.sh", encoding: .utf8)
        try script.replacing("if cd ", with: "if cd /nowhere").write(
            toFile: "\(moved)/repro.sh", atomically: false, encoding: .utf8)
        for place in [records, moved] {
            let again = try await GitProgram(path: "/bin/sh", environment: plain).run(
                ["\(place)/repro.sh", "--out", "\(folder)/again-out"], in: "/")
            #expect(again.status == 1)
            #expect(again.output.contains("torn"), "\(again.output)\(again.error)")
            #expect(again.lines.last == "0 passed, 1 failed, 0 skipped")
        }
    }

    /// Whoever opens a page with a broken script hears of it: else a silent console proves nothing.
    @Test(.enabled(if: Browser.program != nil, "no chromium is installed"))
    func aBrokenScriptIsHeard() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("livetree-page-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let page = "\(folder)/broken.html"
        try "<script>nothing.there()</script>".write(
            toFile: page, atomically: true, encoding: .utf8)
        let seen = try await Browser(home: folder).open(page)
        #expect(seen.console.count == 1)
    }

    private func play(mutant: String, in folder: String, reportedTo page: String) async throws {
        let file = ScenarioFile.read(
            "\(Products.root)/Scenarios/reload/reload-fast-forward-8-readers.yaml")
        let cell = try #require(file.scenario?.cells.first)
        let options = try await RunOptions.prepare(
            server: Products.mutant, mutant: mutant, output: "\(folder)/run", seed: 1, keep: false,
            timeoutScale: 5)
        let caller = Caller()
        let verdict = await CasePlayer(options: options, caller: caller).play(cell)
        await caller.shutdown()
        #expect(verdict.status == .failed)
        let summary = RunSummary([verdict], context: options.context)
        try ReportTarget(format: .html, file: page).write(summary)
    }
}

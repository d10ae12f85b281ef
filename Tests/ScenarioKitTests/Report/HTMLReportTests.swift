import Foundation
import Testing

@testable import ScenarioKit

@Suite("The page")
struct HTMLReportTests {
    private let page = HTMLReport.text(SampleRun.summary)

    @Test func hostileWordsStayWords() {
        #expect(!page.contains("<script>alert"))
        #expect(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"))
        #expect(!page.unicodeScalars.contains("\u{202E}"))
        #expect(page.components(separatedBy: "<script").count == 2)
    }

    @Test func nothingIsLoadedAndOnlyItsOwnScriptRuns() throws {
        #expect(page.contains("default-src 'none'; style-src 'sha256-"))
        #expect(!page.contains("unsafe"))
        #expect(!page.contains("src=") && !page.contains("url(") && !page.contains("@import"))
        #expect(!page.contains("http://") && !page.contains("https://"))
        #expect(!page.contains(" style="), "the policy lets no style of an element through")
        let handler = /\son[a-z]+=/
        #expect(page.firstMatch(of: handler) == nil)
    }

    @Test func theFirstViolationIsASentenceWithBothValues() throws {
        let start = try #require(page.range(of: "class=\"headline\""))
        let sentence = page[start.upperBound...].prefix(900)
        #expect(sentence.contains("<b>Reader 1</b> of <b>crowd</b>"))
        #expect(sentence.contains("+0.120 s"))
        #expect(sentence.contains("gen 1 (A)") && sentence.contains("gen 2 (B)"))
        #expect(sentence.contains("href=\"#c1-v0\""))
        #expect(page.contains("id=\"c1-v0\""))
    }

    @Test func expectedAndSeenStandBesideTheLineOfTheFile() {
        #expect(page.contains("<dt>expected</dt><dd>200</dd>"))
        #expect(page.contains("Scenarios/reload/bad"))
        #expect(page.contains("<b class=\"wrong\">^^^^^^</b>"))
    }

    @Test func theHeadSaysWhatWasPlayedAndHowToDoItAgain() throws {
        let end = try #require(page.range(of: "</header>"))
        let head = page[..<end.lowerBound]
        for words in [
            "livetree 0.1.0, commit 5fa0447e01+", "2.39.5", "2 processors, load 0.61",
            "<code>scenarios run --suite core</code>", "2026-11-21T09:00:00Z",
        ] { #expect(head.contains(words), "\(words)") }
    }

    @Test func anOffendingReadHasItsRequestAndWhatWasExpected() throws {
        var verdict = SampleRun.verdict(.failed)
        var chronicle = SampleRun.chronicle()
        var read = SampleRun.read(SampleRun.b, at: 120, by: 1, gens: 1...2)
        read.path = "/api/sheets/people?limit=200"
        chronicle.violations = [
            .init(crew: "crowd", finding: Finding(.noTornRead, "torn", reads: [read]))
        ]
        verdict.chronicle = chronicle
        let page = HTMLReport.text(RunSummary([verdict]))
        let start = try #require(page.range(of: "<tr id=\"c0-v0\""))
        let row = page[start.lowerBound...].prefix { $0 != "\n" }.prefix(900)
        #expect(row.contains("<td>+0.118 s</td>") && row.contains("+0.120 s</a>"))
        #expect(row.contains("<td>crowd 1</td>"))
        #expect(row.contains("GET /api/sheets/people?limit=200"))
        #expect(row.contains("only <span class=\"chip k1\">gen 2 (B)"))
    }

    @Test func aFailureWithoutABadReadIsASentenceAndAMarkInTheTimeline() throws {
        var verdict = SampleRun.verdict(.failed)
        var chronicle = SampleRun.chronicle()
        (chronicle.violations, chronicle.violationCount) = ([], 0)
        verdict.chronicle = chronicle
        let page = HTMLReport.text(RunSummary([verdict]))
        let start = try #require(page.range(of: "class=\"headline\""))
        let sentence = page[start.upperBound...].prefix(300)
        #expect(sentence.contains("+0.180 s"))
        #expect(sentence.contains("step 1 of 1 (reload): status had to be 200 and was 503"))
        #expect(page.contains("data-violation=\"t0\" data-at=\"0.18"))
        #expect(page.contains("id=\"c0-t\""))
    }

    @Test func aForcedPushIsAMarkInTheTimeline() {
        var verdict = SampleRun.verdict(.failed)
        var chronicle = SampleRun.chronicle()
        (chronicle.violations, chronicle.violationCount) = ([], 0)
        let argv = ["push", "origin", "+\(SampleRun.b):refs/heads/main"]
        chronicle.events.insert(
            .init(
                at: SampleRun.time(60), kind: "git", text: "push rc=0",
                fields: [
                    .init("command", "push"), .init("argv", argv), .init("rc", 0), .init("ms", 9.0),
                ]), at: 1)
        verdict.chronicle = chronicle
        let moments = WrongMoment.all(of: verdict, in: chronicle)
        #expect(moments.map(\.at) == [SampleRun.time(60), SampleRun.time(180)])
        #expect(moments.first?.text.contains("refspec +B:refs/heads/main") == true)
        #expect(HTMLReport.text(RunSummary([verdict])).contains("class=\"span bad\""))
    }

    @Test func theGraphSaysWhatMovedAndWhatIsLost() throws {
        var verdict = SampleRun.verdict(.failed)
        var chronicle = SampleRun.chronicle()
        let lost = String(repeating: "c", count: 40)
        chronicle.after = HistoryPicture(
            commits: chronicle.after.commits
                + [.init(id: lost, name: "L1", parents: [SampleRun.a])],
            refs: chronicle.after.refs)
        chronicle.events.append(
            .init(
                at: SampleRun.time(110), kind: "ref", text: "",
                fields: [
                    .init("actor", "local"), .init("ref", "refs/heads/main"), .init("new", lost),
                ]))
        verdict.chronicle = chronicle
        let page = HTMLReport.text(RunSummary([verdict]))
        #expect(page.contains(">main of local, origin</text>"))
        #expect(page.contains("class=\"ref moved\""))
        #expect(page.contains(">main of local, origin (was A)</text>"))
        let start = try #require(page.range(of: "L1 \(lost): was on a branch"))
        #expect(page[start.upperBound...].prefix(200).contains("ghost lost"))
    }

    @Test func ofTheCellsOfAScenarioTheFirstIsOpen() {
        let verdicts = [SampleRun.verdict(.failed), SampleRun.verdict(.failed)]
        let page = HTMLReport.text(RunSummary(verdicts))
        #expect(page.contains("<section class=\"case bad\" id=\"c0\">"))
        #expect(page.contains("<details class=\"case bad\" id=\"c1\">"))
    }

    @Test func everyLinkLeadsSomewhere() {
        let ids = Set(page.matches(of: /\sid="([^"]*)"/).map { String($0.output.1) })
        let links = page.matches(of: /href="#([^"]*)"/).map { String($0.output.1) }
        #expect(!links.isEmpty)
        #expect(links.filter { !ids.contains($0) } == [])
    }

    /// A hundred are a fourth of the 400 that must stay below 25 MB; of bad ones, those that came
    /// first and are told in full have 9 MB whatever follows.
    @Test(arguments: [(Verdict.Status.passed, 6_250_000), (.failed, 13_000_000)])
    func fourHundredCasesFitInTwentyFiveMegabytes(status: Verdict.Status, limit: Int) {
        var verdict = SampleRun.verdict(status)
        var chronicle = SampleRun.chronicle(reads: 9000)
        let call = SampleRun.chronicle().events[1]
        chronicle.events += Array(repeating: call, count: 5000)
        verdict.chronicle = chronicle.fitted(to: status.isGood ? .brief : .full)
        let summary = RunSummary(Array(repeating: verdict, count: 100))
        #expect(HTMLReport.text(summary).utf8.count < limit)
    }
}

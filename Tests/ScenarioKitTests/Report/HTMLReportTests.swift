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

    @Test func everyLinkLeadsSomewhere() {
        let ids = Set(page.matches(of: /\sid="([^"]*)"/).map { String($0.output.1) })
        let links = page.matches(of: /href="#([^"]*)"/).map { String($0.output.1) }
        #expect(!links.isEmpty)
        #expect(links.filter { !ids.contains($0) } == [])
    }

    @Test(arguments: [Verdict.Status.passed, .failed])
    func fourHundredCasesFitInTwentyFiveMegabytes(status: Verdict.Status) {
        var verdict = SampleRun.verdict(status)
        var chronicle = SampleRun.chronicle(reads: 9000)
        let call = SampleRun.chronicle().events[1]
        chronicle.events += Array(repeating: call, count: 5000)
        verdict.chronicle = chronicle.fitted(to: status.isGood ? .brief : .full)
        let summary = RunSummary(Array(repeating: verdict, count: 400))
        #expect(HTMLReport.text(summary).utf8.count < 25_000_000)
    }
}

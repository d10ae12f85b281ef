import Foundation
import TestSupport
import Testing

@testable import ScenarioKit

@Suite("Reports of a run")
struct RunSummaryTests {
    private func summary(_ statuses: Verdict.Status...) -> RunSummary {
        RunSummary(
            statuses.enumerated().map { index, status in
                var verdict = Verdict(id: "case-\(index)", file: "S/reload/x.yaml", status: status)
                verdict.explanation = ["wanted <a> & \"b\""]
                return verdict
            })
    }

    @Test func saysHowManyPassedFailedAndWereSkipped() {
        #expect(summary(.passed, .failed, .skipped).line == "1 passed, 1 failed, 1 skipped")
        #expect(
            summary(.passed, .indeterminate).line
                == "1 passed, 0 failed, 0 skipped, 1 indeterminate")
    }

    @Test(arguments: [
        (Verdict.Status.passed, 0), (.expectedFailure, 0), (.skipped, 0), (.failed, 1),
        (.fixed, 1), (.indeterminate, 2), (.invalid, 3), (.error, 4),
    ])
    func exitsWithTheStatusOfTheGravestEnd(status: Verdict.Status, exit: Int) {
        #expect(summary(.passed, status).exitStatus == Int32(exit))
    }

    @Test func writesReportsThatOtherProgramsRead() throws {
        let folder = try TemporaryFolder()
        let text = "junit=\(folder.child("j")),json=\(folder.child("o")),tap=\(folder.child("t"))"
        let targets = try #require(ReportWriter.Target.parse(text))
        for target in targets { try ReportWriter.write(summary(.passed, .failed), to: target) }
        let junit = try String(contentsOfFile: folder.child("j"), encoding: .utf8)
        #expect(junit.contains("wanted &lt;a&gt; &amp; &quot;b&quot;</failure>"))
        let json = try #require(FileManager.default.contents(atPath: folder.child("o")))
        #expect(JSONText.parse(Array(json.dropLast()))?["cases"]?.items?.count == 2)
        let tap = try String(contentsOfFile: folder.child("t"), encoding: .utf8)
        #expect(tap.hasPrefix("TAP version 13\n1..2\nok 1 - case-0\nnot ok 2 - case-1\n"))
    }

    @Test(arguments: ["html=x", "junit", "", "junit=a,what=b"])
    func refusesAReportItCannotWrite(text: String) {
        #expect(ReportWriter.Target.parse(text) == nil)
    }
}

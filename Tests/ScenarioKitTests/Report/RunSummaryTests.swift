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
}

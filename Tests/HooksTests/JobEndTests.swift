import JSONModel
import Testing

@testable import Hooks

@Suite struct JobEndTests {
    @Test(arguments: [
        (CommandResult.Ending.exited(0), JobReport.State.succeeded, 0),
        (.exited(3), .failed, 3), (.signaled(9), .failed, 137), (.timedOut, .timedOut, 124),
        (.interrupted, .interrupted, 143), (.notStarted("no such file"), .notStarted, 127),
    ])
    func theEndOfACommandIsTheEndOfItsJob(
        ending: CommandResult.Ending, state: JobReport.State, code: Int
    ) {
        let end = JobEnd(
            of: CommandResult(ending: ending, output: "said", duration: .milliseconds(1500)))
        let output = state == .notStarted ? "no such file" : "said"
        #expect(end == JobEnd(state, exitCode: code, durationMs: 1500, output: output))
    }

    @Test func aReportHasTheFieldsOfTheContract() {
        var book = JobBook()
        let lane = HookLane(.gitops, "acme/site")
        book.apply(.accepted(job: "j", lane, HookWork(branch: "main"), at: 1_700_000_000_000))
        let waiting = String(decoding: book.reports[0].json.bytes, as: UTF8.self)
        #expect(
            waiting == #"{"job":"j","repository":"acme/site","state":"queued","#
                + #""at":"2023-11-14T22:13:20Z","exitCode":null,"durationMs":null,"output":""}"#)
        book.apply(.ended(job: "j", JobEnd(.timedOut, exitCode: 124, durationMs: 2.5), at: 0))
        let over = String(decoding: book.reports[0].json.bytes, as: UTF8.self)
        #expect(over.contains(#""state":"timed-out""#))
        #expect(over.contains(#""exitCode":124,"durationMs":2.5"#))
    }
}

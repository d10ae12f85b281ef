import Foundation
import TestSupport
import Testing

@testable import ScenarioKit

@Suite("Judging stored runs again")
struct RecheckTests {
    private func stored(
        _ reads: [ReadRecord], calls: String = "", change: (inout CaseFacts) -> Void = { _ in }
    ) throws -> Verdict {
        let folder = try TemporaryFolder()
        var chronicle = Chronicle(start: SampleRun.time(0))
        chronicle.reads = reads.map { .init(crew: "crowd", record: $0) }
        var facts = CaseFacts(id: "case", file: "S/reload/case.yaml", start: chronicle.start)
        facts.stamps = [SampleRun.a: 1, SampleRun.b: 2]
        facts.paces = ["api": .init(base: 1, cap: 60)]
        facts.parents = [SampleRun.a: [], SampleRun.b: [SampleRun.a]]
        change(&facts)
        _ = try folder.makeFolder("case")
        try folder.write(CaseRecords.history(of: chronicle), to: "case/history.ndjson")
        try folder.write(JSONText.write(facts.json) + "\n", to: "case/facts.json")
        try folder.write(calls, to: "case/api.git.log")
        let found = StoredCase.folders(in: folder.path)
        #expect(found == [folder.child("case")])
        return Recheck.verdict(try StoredCase.read(found[0]))
    }

    @Test func readsThatWereFineStayFine() throws {
        let verdict = try stored([
            SampleRun.read(SampleRun.a, at: 10), SampleRun.read(SampleRun.b, at: 20, gens: 2...2),
        ])
        #expect(verdict.status == .passed)
        #expect(verdict.figures == ["crowd: 2 reads"])
    }

    @Test func aMixIsFoundAgain() throws {
        let verdict = try stored([SampleRun.read(SampleRun.b, at: 20, gens: 1...2)])
        #expect(verdict.status == .failed)
        #expect(verdict.findings.map(\.invariant) == [.noTornRead])
        #expect(RunSummary([verdict]).exitStatus == 1)
    }

    @Test func whatTheScenarioRelaxedStaysRelaxed() throws {
        let verdict = try stored([SampleRun.read(SampleRun.b, at: 20, gens: 1...2)]) {
            $0.relaxed = [.noTornRead]
        }
        #expect(verdict.status == .passed)
    }

    @Test func goingBackwardAndForcingAreFound() throws {
        let reads = [
            SampleRun.read(SampleRun.b, at: 10, gens: 2...2), SampleRun.read(SampleRun.a, at: 20),
        ]
        let separator = "\u{1f}"
        let log = ["start", "1", "5.0", "push", "--force", "origin"].joined(separator: separator)
        let verdict = try stored(reads, calls: log + "\n") { facts in
            facts.transitions = [
                .init(
                    mover: .server, remote: "origin", ref: "refs/heads/main", old: SampleRun.b,
                    new: SampleRun.a)
            ]
        }
        #expect(
            verdict.findings.map(\.invariant) == [.monotonicReads, .neverForced, .neverForced])
    }

    @Test func readersThatSawNoReloadDecideNothing() throws {
        let verdict = try stored([SampleRun.read(SampleRun.a, at: 10)]) { facts in
            facts.judgesReads = true
            facts.crews["crowd"] = .init(promises: [
                .init(
                    asked: SampleRun.time(5), answered: SampleRun.time(50), old: SampleRun.a,
                    new: SampleRun.b, generation: 2, swapped: true)
            ])
        }
        #expect(verdict.status == .indeterminate)
        #expect(RunSummary([verdict]).exitStatus == 2)
    }

    @Test func aRunThatFailedForAnotherReasonIsNotCalledPassed() throws {
        let folder = try TemporaryFolder()
        let start = SampleRun.time(0)
        let facts = CaseFacts(id: "case", file: "S/case.yaml", start: start)
        var red = Verdict(id: "case", file: "S/case.yaml", status: .failed)
        red.explanation = ["  step 2 of 2  expect"]
        try folder.write(CaseRecords.history(of: Chronicle(start: start)), to: "history.ndjson")
        try folder.write(JSONText.write(facts.json) + "\n", to: "facts.json")
        try folder.write(
            JSONText.write(VerdictJSON.value(red, context: nil)) + "\n", to: "verdict.json")
        let (verdict, lines) = RecheckCommand.judge(folder.path)
        #expect(RunSummary([verdict]).exitStatus == 0, "what was judged again holds")
        #expect(
            lines == [
                "case  reads and pushes hold; the run itself failed: step 2 of 2  expect"
            ])
    }

    @Test func aFolderWithoutRecordsIsAnError() throws {
        let folder = try TemporaryFolder()
        #expect(StoredCase.folders(in: folder.path).isEmpty)
        #expect(throws: HarnessError.self) { try StoredCase.read(folder.path) }
    }
}

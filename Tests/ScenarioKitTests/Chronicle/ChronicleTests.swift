import Foundation
import Testing

@testable import ScenarioKit

@Suite("What is kept of a case")
struct ChronicleTests {
    @Test func aSampleKeepsWhatProvesSomething() throws {
        let chronicle = SampleRun.chronicle(reads: 5000)
        let brief = chronicle.fitted(to: .brief)
        #expect(brief.reads.count <= Chronicle.Budget.brief.reads)
        #expect(brief.readCount == 5001)
        let torn = try #require(chronicle.violations.first?.finding.reads.last)
        #expect(brief.reads.contains { $0.record == torn })
        #expect(Set(brief.reads.map(\.record.connection)) == [0, 1, 2, 3])
    }

    @Test func aStoredHistoryIsReadBackAsItWas() {
        let chronicle = SampleRun.chronicle()
        let text = CaseRecords.history(of: chronicle)
        let reads = CaseRecords.reads(in: Data(text.utf8), start: chronicle.start)
        let round = { (read: ReadRecord) in
            (read.connection, read.commit, read.generation, read.leastStamp, read.greatestStamp)
        }
        let (stored, kept) = (reads["crowd"] ?? [], chronicle.reads.map(\.record))
        #expect(stored.count == kept.count)
        #expect(zip(stored, kept).allSatisfy { round($0.0) == round($0.1) })
        #expect(text.contains("\"type\":\"call\",\"start\":0.09"))
    }

    @Test func factsSurviveTheirFile() throws {
        var facts = CaseFacts(id: "x", file: "x.yaml", start: SampleRun.time(0))
        facts.stamps = [SampleRun.a: 1]
        let promise = ReadHistory.Acknowledgement(
            asked: SampleRun.time(1), answered: SampleRun.time(2), old: nil, new: SampleRun.a,
            generation: 3, swapped: true)
        facts.crews["crowd"] = .init(
            promises: [promise], starts: [SampleRun.time(0)],
            downtimes: [.init(from: SampleRun.time(0), until: nil)])
        facts.transitions = [
            .init(mover: .server, remote: "origin", ref: "refs/heads/x", old: nil, new: SampleRun.a)
        ]
        facts.parents = [SampleRun.a: [], SampleRun.b: [SampleRun.a]]
        facts.paces = ["api": .init(base: 2, cap: 60, resets: [1.5], moves: [(1, 3600)])]
        facts.relaxed = [.noTornRead]
        let json = facts.json
        let text = JSONText.write(json)
        let read = try #require(JSONText.parse(Array(text.utf8)).flatMap { CaseFacts($0) })
        #expect(JSONText.write(read.json) == text)
        #expect(read.crews["crowd"]?.promises == [promise])
        #expect(read.isAncestor(SampleRun.a, of: SampleRun.b) == true)
        #expect(read.isAncestor(SampleRun.b, of: SampleRun.a) == false)
        #expect(read.isAncestor("elsewhere", of: SampleRun.a) == nil)
    }
}

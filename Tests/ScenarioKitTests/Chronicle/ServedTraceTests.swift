import Testing

@testable import ScenarioKit

@Suite("What was seen of what is served")
struct ServedTraceTests {
    private func look(
        _ commit: String, _ generation: UInt64?, at time: Int
    ) -> ServedTrace.Look {
        .init(at: SampleRun.time(time), commit: commit, generation: generation)
    }

    @Test func theFirstSightOfAGenerationCounts() {
        let found = ServedTrace.first(
            of: [look("b", 2, at: 30), look("a", 1, at: 10), look("a", 1, at: 20)], starts: [])
        #expect(found == [look("a", 1, at: 10), look("b", 2, at: 30)])
    }

    @Test func theLogMaySayItEarlierOrAlone() {
        let found = ServedTrace.first(
            of: [look("a", 1, at: 10), look("a", nil, at: 5), look("b", nil, at: 20)],
            starts: [SampleRun.time(0)])
        #expect(found == [look("a", 1, at: 5), look("b", nil, at: 20)])
    }

    @Test func eachStartCountsAnew() {
        let found = ServedTrace.first(
            of: [look("a", 1, at: 10), look("b", 1, at: 110)],
            starts: [SampleRun.time(0), SampleRun.time(100)])
        #expect(found.map(\.commit) == ["a", "b"])
    }

    @Test(arguments: [
        (#"{"newCommit":"C","swapped":true}"#, "reload", true),
        (#"{"newCommit":"C","swapped":false}"#, "reload", false),
        (#"{"commit":"C"}"#, "ready", true), (#"{"commit":"C"}"#, "push", false),
    ])
    func aLogLineSaysWhatIsServedOnlyAfterASwap(line: String, event: String, says: Bool) {
        let text = line.replacing("\"C\"", with: "\"\(SampleRun.a)\"")
        let logged = EventLog.Event(
            at: SampleRun.time(1), kind: "log", text: text, fields: [.init("event", event)])
        #expect(ServedTrace.swap(in: logged) == (says ? SampleRun.a : nil))
    }
}

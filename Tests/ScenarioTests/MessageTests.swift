import ScenarioKit
import Testing

/// What a failure says, as people read it.
@Suite("Messages of failures", .serialized)
struct MessageTests {
    @Test func aWrittenCommitIsCalledByItsCapture() async throws {
        let verdict = try await Stage().play([
            "start: api",
            "{write: {put: /api/sheets/people/zoe, body: {slug: zoe}}, as: w1}",
            "expect: {served: A}",
        ])
        let words = verdict.explanation.joined(separator: "\n")
        #expect(verdict.status == .failed)
        #expect(words.contains(/got \$w1 \([0-9a-f]{7}\)/), "\(words)")
        #expect(!words.contains("not drawn"))
    }

    @Test func aCaptureThatIsWantedIsNotNamedTwice() async throws {
        let verdict = try await Stage().play([
            "start: api",
            "{write: {put: /api/sheets/people/zoe, body: {slug: zoe}}, as: w1}",
            "expect: {refs: {\"origin:other\": $w1}}",
        ])
        let words = verdict.explanation.joined(separator: "\n")
        #expect(words.contains(/\$w1 \([0-9a-f]{7}\)/), "\(words)")
        #expect(!words.contains("$w1 = "), "\(words)")
    }
}

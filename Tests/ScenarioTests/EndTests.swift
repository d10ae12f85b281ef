import ScenarioKit
import Testing

/// What is judged when the last step was taken.
@Suite("The end of a scenario", .serialized)
struct EndTests {
    private static let write =
        "{write: {put: /api/sheets/people/zoe, body: {slug: zoe}}, as: w1}"

    @Test(arguments: 1...4)
    func aPushThatAWriteJustToldOfIsCounted(time: Int) async throws {
        let verdict = try await Stage().play([
            "start: api",
            Self.write + "\nexpect: {push: {attempts: 1}, refs: {\"origin:main\": $w1.commit}}",
        ])
        #expect(verdict.status == .passed, "\(verdict.explanation)")
    }

    @Test(arguments: 1...4)
    func aStepThatCountsPushesCountsTheOneJustToldOf(time: Int) async throws {
        let verdict = try await Stage().play([
            "start: api", Self.write, "expect: {push: {attempts: 0}}",
        ])
        let words = verdict.explanation.joined(separator: "\n")
        #expect(verdict.status == .failed)
        #expect(words.contains("push.attempts"), "\(words)")
    }

    @Test(arguments: ["git: push, nth: 2", "point: before-conflict-branch"])
    func aGateThatNobodyReachesFailsTheScenario(place: String) async throws {
        let verdict = try await Stage().play([
            "start: api", "gate: {id: held, in: api, \(place)}", Self.write,
        ])
        #expect(verdict.status == .failed)
        #expect(verdict.explanation.joined().contains("the gate held was never reached"))
    }

    @Test func aGateThatAStepLetsGoOfMayBeUnreached() async throws {
        let verdict = try await Stage().play([
            "start: api", "gate: {id: held, in: api, git: fetch}", "release: {gate: held}",
        ])
        #expect(verdict.status == .passed, "\(verdict.explanation)")
    }

    @Test func aGateThatHoldsSomeoneAtTheEndIsReached() async throws {
        let verdict = try await Stage().play([
            "start: api", "gate: {id: held, in: api, git: push}", Self.write,
        ])
        #expect(verdict.status == .passed, "\(verdict.explanation)")
    }
}

import Testing

@testable import ScenarioKit

@Suite("Judging how often a server pushes")
struct SpinChecksTests {
    private static let order = "1111:refs/heads/main"

    private func push(
        _ start: Double, _ end: Double, status: Int = 128, order: String = order,
        isRefused: Bool = false, isOrphaned: Bool = false, place: String = ""
    ) -> GitCall {
        GitCall(
            pid: 1, start: start, arguments: ["push", "--porcelain", "o", order], end: end,
            status: status, isRefused: isRefused, isOrphaned: isOrphaned, place: place)
    }

    private func findings(_ calls: [GitCall], resets: [Double] = []) -> [Finding] {
        SpinChecks(calls, pace: .init(base: 1, cap: 4, resets: resets)).findings
    }

    @Test func acceptsAttemptsThatBackOffUpToTheCap() {
        let calls = [push(0, 0.1), push(1, 1.1), push(3, 3.1), push(7, 7.1), push(10.8, 10.9)]
        #expect(findings(calls).isEmpty)
    }

    @Test func whatAKilledServerLeftRunningIsNoAttemptOfTheNextOne() {
        #expect(findings([push(0, 0.1, isOrphaned: true), push(0.4, 0.5)]).isEmpty)
        #expect(findings([push(0, 0.1), push(0.4, 0.5)]).count == 1)
    }

    @Test func findsAWaitThatDoesNotGrow() {
        let calls = [push(0, 0.1), push(1.1, 1.2), push(2.2, 2.3)]
        let found = findings(calls)
        #expect(found.count == 1)
        #expect(found.first?.text.contains("failure 2") == true)
        #expect(found.first?.invariant == .noRetrySpin)
    }

    @Test func aRedirectIsFollowedAtOnceButNotAgainAndAgain() {
        let calls = [push(0, 0.1, place: "old"), push(0.1, 0.2, place: "new")]
        #expect(findings(calls).isEmpty)
        #expect(findings(calls + [push(0.2, 0.3, place: "old")]).count == 1)
    }

    @Test func aCallOrAStartMayEndTheWait() {
        let calls = [push(0, 0.1), push(0.4, 0.5)]
        #expect(findings(calls).count == 1)
        #expect(findings(calls, resets: [0.3]).isEmpty)
        #expect(findings(calls, resets: [0.6]).count == 1)
    }

    @Test func aClockThatOnlyTheScenarioMovesIsTheOneThatCounts() {
        let calls = [push(0, 0.1), push(0.4, 0.5), push(9, 9.1)]
        func findings(_ moves: [(at: Double, by: Double)]) -> [Finding] {
            SpinChecks(calls, pace: .init(base: 60, cap: 3_600, moves: moves)).findings
        }
        #expect(findings([(0.3, 60), (8, 120)]).isEmpty)
        #expect(findings([(0.3, 60), (8, 60)]).count == 1)
        #expect(findings([]).count == 2)
    }

    @Test func anotherCommitNeedNotWait() {
        #expect(findings([push(0, 0.1), push(0.2, 0.3, order: "2222:refs/heads/main")]).isEmpty)
    }

    @Test func aSuccessEndsTheCount() {
        let calls = [
            push(0, 0.1), push(1.1, 1.2), push(2, 2.1, status: 0, order: "3:refs/heads/c"),
            push(2.2, 2.3), push(3.3, 3.4),
        ]
        #expect(findings(calls).isEmpty)
    }

    @Test func aRefusedPushIsNotRepeatedHoweverLate() {
        let calls = [push(0, 0.1, isRefused: true), push(100, 100.1)]
        #expect(findings(calls).map(\.text.isEmpty) == [false])
        #expect(findings(calls, resets: [50]).isEmpty)
    }

    @Test func findsMoreThanTwoProcessesSideBySide() {
        let fetches = (0..<3).map { index in
            GitCall(
                pid: Int32(index), start: Double(index), arguments: ["fetch"], end: 10, status: 0)
        }
        #expect(findings(Array(fetches.prefix(2))).isEmpty)
        #expect(findings(fetches).count == 1)
    }

    @Test func ordersCarryWhatTheyExpect() {
        let call = GitCall(
            pid: 1, start: 0,
            arguments: [
                "-c", "a.b=c", "push", "--force-with-lease=refs/heads/b:9", "o",
                "1:refs/heads/b", "2:refs/heads/a",
            ])
        #expect(call.orders == ["1:refs/heads/b from 9", "2:refs/heads/a"])
    }
}

import GitModel
import Hooks
import Testing

@Suite struct CatchAllTimerTests {
    static let hour = Duration.seconds(3600)

    static func moment(_ seconds: Int64, slept: Int64 = 0) -> HookTime {
        HookTime(steady: .seconds(seconds), wall: (1_000_000 + seconds + slept) * 1000)
    }

    static func timer(
        _ names: Set<ExactText> = ["a"], lastRuns: [ExactText: Int64] = [:]
    ) -> CatchAllTimer {
        var timer = CatchAllTimer(interval: .zero, seed: 7)
        timer.set(names, interval: hour, lastRuns: lastRuns, at: moment(0))
        return timer
    }

    @Test func whatNeverRanIsDueWithinTheJitter() {
        let timer = Self.timer()
        #expect(timer.due(at: Self.moment(360)) == ["a"])
    }

    @Test func isQuietUntilAnIntervalAfterTheLastRun() {
        var timer = Self.timer()
        timer.ran("a", at: Self.moment(100))
        #expect(timer.due(at: Self.moment(3699)).isEmpty)
        #expect(timer.due(at: Self.moment(4060)) == ["a"])
        #expect(timer.due(at: Self.moment(4060)) == ["a"], "it stays due until it ran")
        timer.ran("a", at: Self.moment(4060))
        #expect(timer.due(at: Self.moment(4060)).isEmpty)
    }

    @Test func remembersRunsFromBeforeTheStart() {
        // It ran 50 minutes ago: due in 10 to 16 minutes.
        let timer = Self.timer(lastRuns: ["a": (1_000_000 - 3000) * 1000])
        #expect(timer.due(at: Self.moment(599)).isEmpty)
        #expect(timer.due(at: Self.moment(960)) == ["a"])
    }

    @Test func aRunInTheFutureCountsAsNow() {
        let timer = Self.timer(lastRuns: ["a": 9_000_000_000])
        #expect(timer.due(at: Self.moment(3599)).isEmpty)
        #expect(timer.due(at: Self.moment(3960)) == ["a"])
    }

    @Test func catchesUpAfterSleep() {
        var timer = Self.timer(["a", "b"])
        timer.ran("a", at: Self.moment(0))
        timer.ran("b", at: Self.moment(0))
        // The steady clock stood still for two hours, the wall clock did not.
        #expect(Set(timer.due(at: Self.moment(60, slept: 7200))) == ["a", "b"])
    }

    @Test func aWallClockSetBackDelaysNothing() {
        var timer = Self.timer()
        timer.ran("a", at: Self.moment(0))
        #expect(timer.due(at: Self.moment(3960, slept: -900_000)) == ["a"])
    }

    @Test func asksAtLeastEveryMinuteAndNeverSpins() {
        var timer = Self.timer()
        timer.ran("a", at: Self.moment(0))
        #expect(timer.pause(at: Self.moment(0)) == .seconds(60))
        #expect(timer.pause(at: Self.moment(9999)) == .seconds(1))
    }

    @Test func runsAreSpread() {
        let names = Set((0..<100).map { ExactText("r\($0)") })
        let timer = Self.timer(names)
        let half = timer.due(at: Self.moment(180)).count
        #expect((20...80).contains(half))
        #expect(timer.due(at: Self.moment(360)).count == 100)
    }

    @Test func zeroIsOff() {
        var timer = CatchAllTimer(interval: .zero, seed: 1)
        timer.set(["a"], interval: .zero, lastRuns: [:], at: Self.moment(0))
        timer.ran("a", at: Self.moment(0))
        #expect(timer.due(at: Self.moment(1_000_000)).isEmpty)
    }

    @Test func settingTheSameAgainDelaysNothing() {
        var timer = Self.timer()
        timer.ran("a", at: Self.moment(0))
        for second in stride(from: Int64(0), to: 3600, by: 60) {
            timer.set(["a", "b"], interval: Self.hour, lastRuns: [:], at: Self.moment(second))
        }
        #expect(timer.due(at: Self.moment(3960)).contains("a"))
        timer.set(["b"], interval: Self.hour, lastRuns: [:], at: Self.moment(3960))
        #expect(!timer.due(at: Self.moment(9999)).contains("a"))
    }
}

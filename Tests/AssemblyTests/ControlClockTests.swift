import Testing

@testable import Assembly

@Suite("The clock under the harness's hand", .timeLimit(.minutes(1)))
struct ControlClockTests {
    private let time = ControlTime()
    private var clock: ControlClock { ControlClock(time: time) }

    @Test func runsAsTheMachinesUntilItIsStopped() async throws {
        let before = clock.now
        try await clock.sleep(until: before.advanced(by: .milliseconds(5)), tolerance: nil)
        #expect(before.duration(to: clock.now) >= .milliseconds(5))
        time.standStill()
        let stood = clock.now
        try await ContinuousClock().sleep(for: .milliseconds(5))
        #expect(clock.now == stood)
    }

    @Test(arguments: [false, true])
    func anAdvanceWakesWhoeverIsDue(isStanding: Bool) async throws {
        if isStanding { time.standStill() }
        let (time, clock) = (time, clock)
        let start = clock.now
        let hour = start.advanced(by: .seconds(3_600))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await clock.sleep(until: hour, tolerance: nil) }
            time.advance(by: .seconds(3_500))
            #expect(clock.now < hour)
            time.advance(by: .seconds(100))
            try await group.waitForAll()
        }
        #expect(clock.now >= hour)
        #expect(start.duration(to: clock.now) < .seconds(3_660))
    }

    @Test func aWaitEndsWithItsTask() async throws {
        time.standStill()
        let clock = clock
        await withThrowingTaskGroup(of: Void.self) { group in
            let hour = clock.now.advanced(by: .seconds(3_600))
            group.addTask { try await clock.sleep(until: hour, tolerance: nil) }
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.next() }
        }
    }

    @Test func aMessageMovesItByWholeAndBrokenSeconds() {
        #expect(ControlMessage(line: Array(#"{"stand": true}"#.utf8)) == .standStill)
        #expect(
            ControlMessage(line: Array(#"{"advance": 7200}"#.utf8)) == .advance(.seconds(7_200)))
        #expect(ControlMessage(line: Array(#"{"advance": 0.25}"#.utf8)) == .advance(.seconds(0.25)))
        for bad in [#"{"advance": -1}"#, #"{"advance": 1e300}"#, #"{"stand": 1}"#] {
            #expect(ControlMessage(line: Array(bad.utf8)) == nil)
        }
    }
}

import NIOCore
import Testing

@testable import HTTPAPI

@Suite("The pace of a connection") final class ConnectionPaceTests {
    private static let zero = NIODeadline.uptimeNanoseconds(1_000)
    private static func at(_ seconds: Int64) -> NIODeadline { zero + .seconds(seconds) }

    private var pace = ConnectionPace(limit: .seconds(75), now: ConnectionPaceTests.zero)

    private func look(at seconds: Int64, buffered: Int = 0) -> ConnectionPace.Verdict {
        pace.look(at: Self.at(seconds), buffered: buffered)
    }

    private func burstEnded(at now: NIODeadline) -> Bool { pace.burstEnded(at: now) }

    @Test func aHeadHasTwentySeconds() {
        #expect(burstEnded(at: Self.at(10)))
        #expect(!burstEnded(at: Self.at(11)))
        #expect(look(at: 10) == .look(at: Self.at(30)))
        #expect(look(at: 29) == .look(at: Self.at(30)))
        #expect(look(at: 30) == .refuse)
    }

    @Test func aHeadThatMemoryAnsweredIsWhole() {
        #expect(burstEnded(at: Self.at(10)))
        pace.wasAnswered(at: Self.at(20))
        #expect(look(at: 30) == .look(at: Self.at(95)))
        #expect(burstEnded(at: Self.at(31)))
        #expect(look(at: 51) == .refuse)
    }

    @Test func aHeadGetsNoMoreTimeThanTheConnectionHas() {
        #expect(burstEnded(at: Self.at(70)))
        #expect(look(at: 70) == .look(at: Self.at(75)))
        #expect(look(at: 75) == .refuse)
    }

    @Test func aBodyComesAtAPace() {
        pace.headCame(at: Self.at(0))
        #expect(!burstEnded(at: Self.at(0)))
        for second in 1...160 {
            pace.bodyCame(512, at: Self.at(Int64(second)))
            #expect(!burstEnded(at: Self.at(Int64(second))))
        }
        // Bounded by what it has sent, not only by that it sends.
        #expect(look(at: 160) == .look(at: Self.at(235)))
        for second in 161...235 { pace.bodyCame(1, at: Self.at(Int64(second))) }
        #expect(look(at: 234) == .look(at: Self.at(235)))
        #expect(look(at: 235) == .refuse)
    }

    @Test func aBodyThatStopsIsNotWaitedForLongerThanAnIdleConnection() {
        pace.headCame(at: Self.at(0))
        pace.bodyCame(1 << 20, at: Self.at(1))
        #expect(look(at: 75) == .look(at: Self.at(76)))
        #expect(look(at: 76) == .refuse)
    }

    @Test func aBodyBehindItsOwnAnswerIsEndedWithoutAWord() {
        pace.headCame(at: Self.at(0))
        pace.answerBegan()
        pace.answerEnded(at: Self.at(1))
        #expect(look(at: 76) == .close)
    }

    @Test func aBodyBehindAnotherAnswerIsEndedWithoutAWord() {
        pace.headCame(at: Self.at(0))
        pace.endCame(at: Self.at(0))
        pace.headCame(at: Self.at(0))
        #expect(look(at: 75) == .close)
    }

    @Test func anIdleConnectionIsEndedWithoutAWord() {
        #expect(look(at: 74) == .look(at: Self.at(75)))
        #expect(look(at: 75) == .close)
    }

    private func answering() {
        pace.headCame(at: Self.at(0))
        pace.endCame(at: Self.at(0))
        pace.answerBegan()
    }

    @Test func anAnswerIsTakenAtAPace() {
        answering()
        pace.wrote(1 << 20)
        #expect(look(at: 75, buffered: 1 << 20) == .look(at: Self.at(150)))
        // 512 bytes a second, and one byte less.
        let left = (1 << 20) - 512 * 75
        #expect(look(at: 150, buffered: left) == .look(at: Self.at(225)))
        #expect(look(at: 225, buffered: left - 512 * 75 + 1) == .close)
    }

    @Test func littleIsTakenWholeHoweverMuchFollows() {
        answering()
        pace.wrote(30)
        #expect(look(at: 75, buffered: 30) == .look(at: Self.at(150)))
        pace.wrote(1000)
        #expect(look(at: 150, buffered: 1000) == .look(at: Self.at(225)))
        #expect(look(at: 225, buffered: 1000) == .close)
    }

    @Test func whoHasTakenEverythingIsNotHurried() {
        answering()
        pace.wrote(30)
        for number in 1...5 {
            #expect(look(at: Int64(75 * number)) == .look(at: Self.at(Int64(75 * number + 75))))
        }
    }
}

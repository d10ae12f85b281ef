import NIOCore
import Synchronization
import Testing

@testable import HTTPAPI

@Suite("The room for connections") struct ConnectionRoomTests {
    private final class Ended: Sendable {
        let names = Mutex<[Int]>([])
    }

    private let ended = Ended()
    private let room = ConnectionRoom(limit: 4)

    private func place(_ name: Int, since seconds: Int64) -> ConnectionRoom.Place {
        let ended = ended
        return ConnectionRoom.Place(since: .uptimeNanoseconds(1) + .seconds(seconds)) {
            ended.names.withLock { $0.append(name) }
        }
    }

    private var names: [Int] { ended.names.withLock { $0 } }

    @Test func givesThePlaceOfWhoKeptUsWaitingLongest() {
        for (name, since) in [(1, Int64(30)), (2, 10), (3, 20), (4, 40)] {
            #expect(room.enter(place(name, since: since)))
        }
        #expect(names == [])
        #expect(room.enter(place(5, since: 50)))
        #expect(names == [2])
        #expect(room.enter(place(6, since: 60)))
        #expect(names == [2, 3])
        #expect(room.taken == 4)
    }

    @Test func takesNothingFromThoseWhoWaitForUs() {
        let places = (1...4).map { place($0, since: 10) }
        for one in places {
            #expect(room.enter(one))
            one.clientWaits()
        }
        #expect(!room.enter(place(5, since: 20)))
        #expect(names == [])
        places[2].weWait(since: .uptimeNanoseconds(1) + .seconds(30))
        #expect(room.enter(place(6, since: 40)))
        #expect(names == [3])
    }

    @Test func findsAPlaceThatWasLeft() {
        let places = (1...4).map { place($0, since: 10) }
        for one in places { #expect(room.enter(one)) }
        room.leave(places[0])
        #expect(room.enter(place(5, since: 20)))
        #expect(names == [] && room.taken == 4)
    }

    @Test func takesBackWhoMayNotBeEndedNow() {
        let first = place(1, since: 1)
        #expect(room.enter(first))
        for name in 2...4 { #expect(room.enter(place(name, since: 2))) }
        #expect(room.enter(place(5, since: 3)))
        #expect(names == [1])
        room.comeBack(first)
        #expect(room.taken == 5)
        room.leave(first)
        #expect(room.taken == 4)
    }

    @Test func isMadeForTheDescriptorsOfTheProcess() {
        #expect(ConnectionRoom().taken == 0)
    }
}

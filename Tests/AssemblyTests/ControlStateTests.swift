import Synchronization
import Testing

@testable import Assembly

@Suite("The harness's hand on a server's named points")
struct ControlStateTests {
    /// What was told of arrivals: whether each was held.
    private final class Arrivals: Sendable {
        private let seen = Mutex<[Bool]>([])
        var all: [Bool] { seen.withLock { $0 } }
        func note(_ isHeld: Bool) { seen.withLock { $0.append(isHeld) } }
    }

    private let state = ControlState()
    private let arrivals = Arrivals()

    /// Reaches the point, and does `then` as soon as it is told to be held.
    private func reach(_ point: String, then: @escaping @Sendable () -> Void) async {
        await state.reach(point) { isHeld in
            arrivals.note(isHeld)
            if isHeld { then() }
        }
    }

    @Test func aPointNobodyHoldsIsPassed() async {
        await reach("before-swapped") {}
        #expect(arrivals.all == [false])
    }

    @Test func whoPassesLetsTheNextOneWait() async {
        state.apply(.hold("before-swapped"))
        for _ in 0..<2 { await reach("before-swapped") { state.apply(.pass("before-swapped")) } }
        #expect(arrivals.all == [true, true])
    }

    @Test func aReleasedPointIsHeldNoMore() async {
        state.apply(.hold("before-swapped"))
        await reach("before-swapped") { state.apply(.release("before-swapped")) }
        await reach("before-swapped") {}
        #expect(arrivals.all == [true, false])
    }

    @Test func oneEffectFailsForOneWhoWaited() async {
        state.apply(.hold("before-accepted"))
        state.apply(.fail("before-accepted"))
        #expect(!state.takeFailure(at: "before-accepted"), "nobody was there")
        await reach("before-accepted") { state.apply(.fail("before-accepted")) }
        #expect(state.takeFailure(at: "before-accepted"))
        #expect(!state.takeFailure(at: "before-accepted"))
    }

    @Test func anEndedConnectionHoldsNobody() async {
        state.apply(.hold("before-swapped"))
        await reach("before-swapped") { state.end() }
        await reach("before-swapped") {}
        #expect(arrivals.all == [true, false])
    }
}

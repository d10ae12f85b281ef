import Testing

@testable import HTTPAPI

@Suite("A gate") struct GateTests {
    @Test func letsNoMoreInThanItsLimit() {
        let gate = Gate(limit: 2)
        #expect(gate.enter() && gate.enter())
        #expect(!gate.enter())
        gate.leave()
        #expect(gate.enter())
        #expect(!gate.enter())
    }
}

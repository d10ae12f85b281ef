import LiveData
import Testing

@testable import HTTPAPI

@Suite("Where a follower begins") struct EventPositionTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let last: String?
        let opening: EventPosition.Opening
        let generation: UInt64
        var testDescription: String { "\(last ?? "nothing") → \(opening)" }
    }

    /// A server started as `abc` that serves generation 9 and keeps the swaps after 5.
    @Test(arguments: [
        Row(last: nil, opening: .state, generation: 9),
        Row(last: "", opening: .state, generation: 9),
        Row(last: "abc-9", opening: .resume, generation: 9),
        Row(last: "abc-5", opening: .resume, generation: 5),
        Row(last: "abc-4", opening: .reset(.tooOld), generation: 9),
        Row(last: "abc-10", opening: .reset(.restarted), generation: 9),
        Row(last: "abd-9", opening: .reset(.restarted), generation: 9),
        Row(last: "9", opening: .reset(.unknownID), generation: 9),
        Row(last: "abc-x", opening: .reset(.unknownID), generation: 9),
        Row(last: "abc-9-9", opening: .reset(.unknownID), generation: 9),
        Row(last: "-9", opening: .reset(.unknownID), generation: 9),
        Row(last: "abc-99999999999999999999", opening: .reset(.unknownID), generation: 9),
    ])
    func followsFromItsLastEvent(row: Row) {
        let position = EventPosition(last: row.last, start: "abc", served: 9) {
            $0 < 5 ? .forgotten : .swaps([])
        }
        #expect(position.opening == row.opening)
        #expect(position.generation == row.generation)
    }

    @Test func isReadBackFromAnEvent() {
        let id = EventID(start: EventID.newStart(), generation: 12)
        #expect(EventID(id.description) == id)
    }
}

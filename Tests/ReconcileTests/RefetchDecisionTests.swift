import Foundation
import GitAccess
import GitModel
import Reconcile
import Testing

@Suite("Whether to fetch again what was lost") struct RefetchDecisionTests {
    static let ours = ObjectID(hex: String(repeating: "a", count: 40))!
    static let other = ObjectID(hex: String(repeating: "b", count: 40))!
    static let tip = CommitID(other)
    static let then = Date(timeIntervalSince1970: 1_000_000)

    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        var health: [ObjectID: ObjectHealth] = [ours: .lost, other: .whole]
        var remote: CommitID? = tip
        var seconds = 60.0
        var last: RefetchDecision.Attempt? = RefetchDecisionTests.attempt()
        let decision: RefetchDecision
        var testDescription: String { name }
    }

    static func attempt(
        _ lost: Set<ObjectID> = [ours], isAnswered: Bool = true
    ) -> RefetchDecision.Attempt {
        .init(lost: lost, remote: tip, at: then, isAnswered: isAnswered)
    }

    static let rows = [
        Row(name: "the first time", last: nil, decision: .refetch([ours])),
        Row(name: "nothing is lost", health: [ours: .whole], last: nil, decision: .leave),
        Row(name: "nothing is named", health: [:], last: nil, decision: .leave),
        Row(
            name: "the disk garbles too", health: [ours: .lost, other: .corrupt], last: nil,
            decision: .leave),
        Row(name: "just sought", decision: .soughtInVain),
        Row(name: "just sought, and no look now", remote: nil, decision: .soughtInVain),
        Row(
            name: "the remote moved", remote: CommitID(ours), decision: .refetch([ours])),
        Row(
            name: "more is lost", health: [ours: .lost, other: .lost],
            decision: .refetch([ours, other])),
        Row(name: "an hour later", seconds: 3600, decision: .refetch([ours])),
        Row(name: "the clock was set back", seconds: -1, decision: .refetch([ours])),
        Row(
            name: "the transfer just broke", seconds: 59, last: attempt(isAnswered: false),
            decision: .soughtInVain),
        Row(
            name: "the transfer broke a minute ago", last: attempt(isAnswered: false),
            decision: .refetch([ours])),
    ]

    @Test(arguments: rows) func decides(row: Row) {
        let found = RefetchDecision.decide(
            row.health, remote: row.remote, at: Self.then.addingTimeInterval(row.seconds),
            after: row.last)
        #expect(found == row.decision)
    }
}

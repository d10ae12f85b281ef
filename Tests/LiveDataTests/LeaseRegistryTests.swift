import GitModel
import Testing

@testable import LiveData

@Suite struct LeaseRegistryTests {
    private static func row(_ path: String) throws -> RowKey {
        let blob = BlobID(try #require(ObjectID(hex: String(repeating: "a", count: 40))))
        return RowKey(sheet: "people", declaration: blob, path: path, blob: blob)
    }

    private func suspects(_ registry: LeaseRegistry) -> [String]? {
        registry.nextEnding()?.suspects?.map(\.path).sorted()
    }

    @Test func anEndedSnapshotSuspectsTheRowsOfAllItsEdges() throws {
        let registry = LeaseRegistry()
        let first = registry.begin(sheets: [:], over: nil, differing: [])
        var second: SearchLease? = registry.begin(
            sheets: [:], over: first, differing: [try Self.row("a")])
        let third = registry.begin(sheets: [:], over: second, differing: [try Self.row("b")])
        #expect(registry.nextEnding() == nil)
        #expect(second != nil)
        second = nil
        #expect(suspects(registry) == ["a", "b"])
        #expect([first.number, third.number] == [1, 3])
    }

    @Test func neighboursOfAnEndedSnapshotStayJoined() throws {
        let registry = LeaseRegistry()
        var first: SearchLease? = registry.begin(sheets: [:], over: nil, differing: [])
        var second: SearchLease? = registry.begin(
            sheets: [:], over: first, differing: [try Self.row("a")])
        let third = registry.begin(sheets: [:], over: second, differing: [try Self.row("b")])
        #expect(second != nil)
        second = nil
        registry.finish(try #require(registry.nextEnding()))
        #expect(registry.nextEnding() == nil)
        #expect(first != nil)
        first = nil
        // Joined to the third one: no look at all rows. Nobody held a or b, so nothing is left.
        #expect(suspects(registry) == [])
        #expect(third.number == 3)
    }

    @Test func aSnapshotWithoutEdgesSuspectsEverything() throws {
        let registry = LeaseRegistry()
        var only: SearchLease? = registry.begin(sheets: [:], over: nil, differing: [])
        #expect(only != nil)
        only = nil
        let ending = try #require(registry.nextEnding())
        #expect(ending.suspects == nil)
    }
}

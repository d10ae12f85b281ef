import Testing

@testable import LiveData

@Suite struct SortedEntriesTests {
    /// What a `SortedEntries` must do, done the plain way.
    private struct Model {
        var entries: [(key: String, value: Int)] = []

        mutating func apply(_ edits: [(key: String, value: Int?)]) {
            for edit in edits {
                entries.removeAll { Array($0.key.utf8) == Array(edit.key.utf8) }
                if let value = edit.value { entries.append((edit.key, value)) }
            }
            entries.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        }
    }

    private static func numbered(_ count: Int) -> SortedEntries<Int> {
        SortedEntries((0..<count).map { (key: Self.key($0), value: $0) })
    }

    private static func key(_ number: Int) -> String {
        let digits = String(number)
        return "p/" + String(repeating: "0", count: 6 - digits.count) + digits
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func agreesWithAPlainMapAfterRandomEdits(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var model = Model()
        var entries = SortedEntries<Int>()
        for round in 0..<60 {
            let edits = (0..<random.int(below: round % 7 == 0 ? 900 : 12)).map { _ in
                (
                    key: Self.key(random.int(below: 4_000)),
                    value: random.int(below: 3) == 0 ? nil : random.int(below: 1_000)
                )
            }
            model.apply(edits)
            entries = entries.updating(edits)
            #expect(entries.map(\.key) == model.entries.map(\.key))
            #expect(entries.map(\.value) == model.entries.map(\.value))
            #expect(entries.count == model.entries.count)
            #expect(entries.reversed().map(\.key) == model.entries.map(\.key).reversed())
            #expect(entries.chunks.allSatisfy { (1...EntryChunk<Int>.capacity).contains($0.count) })
            #expect(
                entries.chunks.count <= 1
                    || entries.chunks.allSatisfy { $0.count >= EntryChunk<Int>.smallest })
            let probe = Self.key(random.int(below: 4_000))
            #expect(entries[probe] == model.entries.first { $0.key == probe }?.value)
            let after = entries.firstIndex(after: probe)
            #expect(entries[after...].first?.key == model.entries.first { $0.key > probe }?.key)
            #expect(
                entries[..<after].last?.key == model.entries.last { $0.key <= probe }?.key)
        }
    }

    @Test func sharesEveryOtherChunkAfterOneChange() {
        let old = Self.numbered(100_000)
        let new = old.updating([(key: Self.key(50_000), value: -1)])
        let kept = Set(old.chunkIdentities).intersection(new.chunkIdentities)
        #expect(old.chunkIdentities.count > 200)
        #expect(kept.count == old.chunkIdentities.count - 1)
        #expect(old[Self.key(50_000)] == 50_000)
        #expect(new[Self.key(50_000)] == -1)
    }

    @Test func sharesAllChunksWhenARemovedKeyWasNotThere() {
        let old = Self.numbered(2_000)
        let new = old.updating([(key: "q", value: nil), (key: "a", value: nil)])
        #expect(new.chunkIdentities == old.chunkIdentities)
    }

    @Test func joinsChunksThatBecomeSmall() {
        let old = Self.numbered(10_000)
        let new = old.updating(
            (0..<10_000).filter { $0 % 50 != 0 }.map { (key: Self.key($0), value: nil) })
        #expect(new.count == 200)
        #expect(new.chunks.count <= 2)
        let rest = old.updating(
            (2..<old.chunks[0].count).map { (key: Self.key($0), value: nil) })
        #expect(rest.chunks.allSatisfy { $0.count >= EntryChunk<Int>.smallest })
        #expect(rest.chunkIdentities.last == old.chunkIdentities.last)
    }

    @Test func keepsPathsApartThatSwiftCallsEqual() {
        let composed = "caf\u{E9}"
        let decomposed = "cafe\u{301}"
        let entries = SortedEntries([(key: composed, value: 1), (key: decomposed, value: 2)])
        #expect(composed == decomposed)
        #expect(entries.count == 2)
        #expect(entries[composed] == 1)
        #expect(entries[decomposed] == 2)
        #expect(entries.updating([(key: composed, value: nil)])[decomposed] == 2)
    }

    @Test func lastOfEqualKeysCounts() {
        let entries = SortedEntries([
            (key: "b", value: 1), (key: "a", value: 2), (key: "b", value: 3),
        ])
        #expect(entries.count == 2)
        #expect(entries["b"] == 3)
        #expect(entries.updating([(key: "a", value: nil), (key: "a", value: 9)])["a"] == 9)
    }

    @Test func goesOnAfterAKeyThatIsNotThere() {
        let entries = SortedEntries([(key: "a", value: 1), (key: "c", value: 3)])
        #expect(entries[entries.firstIndex(after: "b")...].map(\.key) == ["c"])
        #expect(entries[entries.firstIndex(after: "a")...].map(\.key) == ["c"])
        #expect(entries[entries.firstIndex(notBefore: "a")...].map(\.key) == ["a", "c"])
        #expect(entries.firstIndex(after: "c") == entries.endIndex)
        #expect(SortedEntries<Int>().firstIndex(after: "c") == SortedEntries<Int>().endIndex)
    }
}

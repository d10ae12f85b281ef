import LiveData
import Sheets
import TestSupport
import Testing

@Suite struct SheetQueryTests {
    private static func people(_ rows: [(slug: String, more: String)]) -> [String: TestFile] {
        var files: [String: TestFile] = [".gitsheets/people.toml": World.people]
        for row in rows {
            files["people/\(row.slug).toml"] = .person(row.slug, "bio", more: row.more)
        }
        return files
    }

    private func page(_ query: SheetQuery, _ snapshot: Snapshot, _ world: World) async throws
        -> SheetPage
    {
        try await query.page(of: "people", in: snapshot, index: world.search)
    }

    /// Follows the cursors to the end.
    private func all(
        _ snapshot: Snapshot, _ world: World, limit: Int, sort: String? = nil,
        filters: [JSONFieldFilter] = [], search: String? = nil
    ) async throws -> [String] {
        var paths: [String] = []
        var cursor: String?
        repeat {
            let page = try await page(
                SheetQuery(
                    limit: limit, cursor: cursor, sort: sort, filters: filters, search: search),
                snapshot, world)
            #expect(page.items.count <= limit)
            paths += page.items.map(\.path)
            cursor = page.next
        } while cursor != nil
        return paths
    }

    @Test(arguments: [1, 7, 99, 100, 101, 1_000])
    func pagesGiveEveryRecordOnce(limit: Int) async throws {
        let world = try await World.make()
        let numbers = Array(100..<200)
        let slugs = numbers.map { "p\($0)" }
        let evenSlugs = numbers.filter { $0.isMultiple(of: 2) }.map { "p\($0)" }
        let snapshot = try await world.build(
            Self.people(numbers.map { ("p\($0)", "even = \($0.isMultiple(of: 2))\n") })
        ).snapshot
        #expect(try await all(snapshot, world, limit: limit) == slugs)
        #expect(try await all(snapshot, world, limit: limit, sort: "slug") == slugs)
        #expect(
            try await all(snapshot, world, limit: limit, sort: "-slug") == slugs.reversed())
        let even = JSONFieldFilter(field: "even", text: "true")
        #expect(
            try await all(snapshot, world, limit: limit, sort: "bio", filters: [even])
                == evenSlugs)
        #expect(try await page(SheetQuery(filters: [even]), snapshot, world).total == 50)
    }

    @Test func sortsByKindThenValueAndRecordsWithoutTheFieldLast() async throws {
        let world = try await World.make()
        let snapshot = try await world.build(
            Self.people([
                ("a", "rank = 10\n"), ("b", "rank = 9.5\n"), ("c", "rank = \"9\"\n"), ("d", ""),
                ("e", "rank = true\n"), ("f", "rank = 10\n"), ("g", "rank = -1\n"), ("h", ""),
            ])
        ).snapshot
        for limit in [1, 3, 8] {
            #expect(
                try await all(snapshot, world, limit: limit, sort: "rank")
                    == ["e", "g", "b", "a", "f", "c", "d", "h"])
            #expect(
                try await all(snapshot, world, limit: limit, sort: "-rank")
                    == ["c", "a", "f", "b", "g", "e", "d", "h"])
        }
    }

    @Test func filtersReachIntoTablesAndArrays() async throws {
        let world = try await World.make()
        let snapshot = try await world.build(
            Self.people([
                ("a", "tags = [\"x\", \"y\"]\n[links]\nhome = \"h\"\n"),
                ("b", "tags = [\"y\"]\nlegacyId = 12\n"), ("c", ""),
            ])
        ).snapshot
        func paths(_ filters: (String, String)...) async throws -> [String] {
            try await all(
                snapshot, world, limit: 10,
                filters: filters.map { JSONFieldFilter(field: $0.0, text: $0.1) })
        }
        #expect(try await paths(("tags", "y")) == ["a", "b"])
        #expect(try await paths(("tags", "y"), ("legacyId", "12")) == ["b"])
        #expect(try await paths(("links.home", "h")) == ["a"])
        #expect(try await paths(("links.home", "x")) == [])
    }

    @Test func aSearchKeepsWhatItFindsInTheOrderAskedFor() async throws {
        let world = try await World.make()
        let snapshot = try await world.build(
            Self.people([
                ("a", "note = \"green tea\"\nrank = 3\n"),
                ("b", "note = \"tea tea tea\"\nrank = 1\n"),
                ("c", "note = \"coffee\"\nrank = 2\n"), ("d", "note = \"tea\"\nrank = 2\n"),
            ])
        ).snapshot
        for limit in [1, 2, 9] {
            #expect(
                try await all(snapshot, world, limit: limit, search: "tea") == ["a", "b", "d"])
            #expect(
                try await all(snapshot, world, limit: limit, sort: "rank", search: "tea")
                    == ["b", "d", "a"])
        }
        let page = try await page(SheetQuery(limit: 1, search: "tea"), snapshot, world)
        #expect(page.total == 3)
        #expect(try await all(snapshot, world, limit: 9, search: "!") == [])
    }

    @Test(arguments: [nil, "rank", "-rank"])
    func aCursorGoesOnAfterTheLastKeyInWhateverIsServed(sort: String?) async throws {
        let world = try await World.make()
        let ranks = sort == "-rank" ? [6, 5, 4, 3, 2, 1] : [1, 2, 3, 4, 5, 6]
        let slugs = ["a", "b", "c", "e", "f", "g"]
        let old = try await world.build(
            Self.people(zip(slugs, ranks).map { ($0, "rank = \($1)\n") })
        ).snapshot
        let first = try await page(SheetQuery(limit: 3, sort: sort), old, world)
        #expect(first.items.map(\.path) == ["a", "b", "c"])
        let between = "rank = 3.5\n"
        // The record the cursor stands on goes, one before it and one after it come.
        let new = try await world.build(
            [
                "people/c.toml": .removed, "people/e.toml": .removed,
                "people/d.toml": .person("d", "bio", more: between),
                "people/Z.toml": .person(
                    "Z", "bio", more: sort == "-rank" ? "rank = 9\n" : "rank = 0\n"),
            ], over: old
        ).snapshot
        let second = try await page(
            SheetQuery(limit: 3, cursor: first.next, sort: sort), new, world)
        #expect(second.items.map(\.path) == ["d", "f", "g"])
        #expect(second.total == 6)
        #expect(second.next == nil)
    }

    @Test func refusesWhatIsOutOfBounds() async throws {
        let world = try await World.make()
        let snapshot = try await world.build(Self.people([("a", ""), ("b", "")])).snapshot
        for limit in [0, -1, 1_001] {
            await #expect(throws: SheetQueryError.self) {
                try await page(SheetQuery(limit: limit), snapshot, world)
            }
        }
        await #expect(throws: SheetQueryError.badCursor) {
            try await page(SheetQuery(cursor: "nonsense"), snapshot, world)
        }
        let cursor = try await page(SheetQuery(limit: 1), snapshot, world).next
        #expect(cursor != nil)
        await #expect(throws: SheetQueryError.badCursor) {
            try await page(SheetQuery(cursor: cursor, sort: "slug"), snapshot, world)
        }
        await #expect(throws: SheetQueryError.noSuchSheet) {
            try await SheetQuery().page(of: "none", in: snapshot, index: world.search)
        }
        let filters = (0..<17).map { JSONFieldFilter(field: "f\($0)", text: "") }
        await #expect(throws: SheetQueryError.self) {
            try await page(SheetQuery(filters: filters), snapshot, world)
        }
    }
}

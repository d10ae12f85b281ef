import GitAccess
import GitModel
import LiveData
import TestSupport
import Testing

@Suite struct SearchIndexTests {
    private static let three: [String: TestFile] = [
        ".gitsheets/people.toml": World.people, ".gitsheets/projects.toml": World.projects,
        "people/jane.toml": .person("jane", "Jane plants trees by the river"),
        "people/bob.toml": .person("bob", "Bob counts trees", more: "legacyId = 4711\n"),
        "projects/acme/site.toml":
            "owner = \"acme\"\nslug = \"site\"\ntitle = \"Caf\u{E9} des rivi\u{E8}res\"\n",
    ]

    @Test func findsWordsNumbersAndBeginnings() async throws {
        let world = try await World.make()
        let snapshot = try await world.build(Self.three).snapshot
        #expect(try await world.found("trees", in: snapshot) == ["people/bob", "people/jane"])
        #expect(try await world.found("TREES river", in: snapshot) == ["people/jane"])
        #expect(try await world.found("4711", in: snapshot) == ["people/bob"])
        #expect(
            try await world.found("riv", in: snapshot) == ["people/jane", "projects/acme/site"])
        #expect(try await world.found("riv ", in: snapshot) == [])
        #expect(try await world.found("riv* plants ", in: snapshot) == ["people/jane"])
        #expect(try await world.found("cafe riviere", in: snapshot) == ["projects/acme/site"])
        #expect(
            try await world.found("riv", sheet: "people", in: snapshot) == ["people/jane"])
        #expect(try await world.found("riv", sheet: "none", in: snapshot) == [])
    }

    @Test(arguments: ["", " ", "\"", "*", "!!", "(", "^", "' OR 1", "trees OR", "NOT trees", "a:b"])
    func treatsEveryCharacterThatIsNoWordAsASpace(query: String) async throws {
        let world = try await World.make()
        let snapshot = try await world.build(Self.three).snapshot
        #expect(try await world.found(query, in: snapshot) == [])
    }

    /// SQLite's tables are of 2012; younger pictures are letters to it.
    @Test(arguments: ["party\u{1F973} night", "\u{1F973}party", "two\u{1F973}\u{FE0F}party"])
    func aYoungPictureEndsTheWordBesideIt(text: String) async throws {
        let world = try await World.make()
        let snapshot = try await world.build([
            ".gitsheets/people.toml": World.people, "people/jane.toml": .person("jane", text),
        ]).snapshot
        let answer = try await world.search.search("party", sheet: nil, limit: 9, in: snapshot)
        #expect(answer.hits.map(\.path) == ["jane"])
        let shown = answer.hits.first?.snippet ?? ""
        #expect(Array(shown.unicodeScalars).contains(Array(text.unicodeScalars)), "\(shown)")
    }

    @Test func answersBestFirstWithTheTextAroundTheHit() async throws {
        let world = try await World.make()
        let long = String(repeating: "filler words ", count: 100)
        let snapshot = try await world.build([
            ".gitsheets/people.toml": World.people,
            "people/a.toml": .person("a", "\(long) Zebra \(long)"),
            "people/b.toml": .person("b", "zebra zebra"),
            "people/c.toml": .person("c", "unrelated"),
        ]).snapshot
        let answer = try await world.search.search("zebra", sheet: nil, limit: 10, in: snapshot)
        #expect(answer.hits.map(\.path) == ["b", "a"])
        #expect(answer.hits[0].score > answer.hits[1].score)
        for hit in answer.hits {
            #expect(hit.snippet.lowercased().contains("zebra"))
            #expect(hit.snippet.count <= 160)
            #expect(!hit.snippet.contains("\n"))
        }
        let one = try await world.search.search("zebra", sheet: nil, limit: 1, in: snapshot)
        #expect(one.hits.map(\.path) == ["b"])
    }

    @Test func eachSnapshotIsAnsweredExactlyWhileGenerationsComeAndGo() async throws {
        let world = try await World.make()
        var files: [String: TestFile] = [".gitsheets/people.toml": World.people]
        for number in 0..<30 { files["people/p\(number).toml"] = .person("p\(number)", "gen0") }
        let first = try await world.build(files).snapshot
        var current = first
        for generation in 1...10 {
            let edits = Dictionary(
                uniqueKeysWithValues: (0..<10).map { number in
                    (
                        "people/p\(number).toml",
                        TestFile.person("p\(number)", "gen\(generation)")
                    )
                })
            current = try await world.build(edits, over: current).snapshot
            try await world.search.sweep()
            #expect(try await world.found("gen0 ", in: first).count == 30)
            #expect(try await world.found("gen\(generation)", in: first).isEmpty)
            #expect(try await world.found("gen\(generation)", in: current).count == 10)
            #expect(try await world.found("gen0", in: current).count == 20)
            // The limit is reached although most rows belong to no snapshot that asks.
            let some = try await world.search.search(
                "p*", sheet: nil, limit: 7, in: current)
            #expect(some.hits.count == 0)
            // The first generation and this one, nothing in between.
            #expect(try await world.search.rowCount() == 40)
        }
    }

    @Test func rowsGoWithTheLastSnapshotThatHoldsThem() async throws {
        let world = try await World.make()
        var first: Snapshot? = try await world.build(Self.three).snapshot
        var second: Snapshot? = try await world.build(
            ["people/jane.toml": .removed], over: first
        ).snapshot
        try await world.search.sweep()
        #expect(try await world.search.rowCount() == 3)
        #expect(try await world.found("river", in: #require(first)) == ["people/jane"])
        first = nil
        try await world.search.sweep()
        #expect(try await world.search.rowCount() == 2)
        #expect(second != nil)
        second = nil
        try await world.search.sweep()
        #expect(try await world.search.rowCount() == 0)
    }

    @Test func aRecordThatComesBackKeepsItsRow() async throws {
        let world = try await World.make()
        var first: Snapshot? = try await world.build(Self.three).snapshot
        var second: Snapshot? = try await world.build(
            ["people/jane.toml": .removed], over: first
        ).snapshot
        let third = try await world.build(
            ["people/jane.toml": Self.three["people/jane.toml"] ?? .removed], over: second
        ).snapshot
        first = nil
        second = nil
        try await world.search.sweep()
        #expect(first == nil && second == nil)
        #expect(try await world.search.rowCount() == 3)
        #expect(try await world.found("river", in: third) == ["people/jane"])
    }

    @Test func rowsOfADroppedCandidateAreCleanedAway() async throws {
        let world = try await World.make()
        let served = try await world.build(Self.three).snapshot
        var dropped: Candidate? = try await world.build(
            ["people/new.toml": .person("new", "x"), "people/bob.toml": .person("bob", "y")],
            over: served)
        #expect(try await world.search.rowCount() == 5)
        #expect(dropped != nil)
        dropped = nil
        var full: Candidate? = try await world.builder().build(
            commit: try await world.repository.info(of: #require(world.origin.tip())), over: nil)
        #expect(full != nil)
        full = nil
        try await world.search.sweep()
        #expect(try await world.search.rowCount() == 3)
        #expect(try await world.found("trees", in: served) == ["people/bob", "people/jane"])
    }

    @Test func twoCandidatesOverOneBaseEachKeepTheirRows() async throws {
        let world = try await World.make()
        var base: Snapshot? = try await world.build(Self.three).snapshot
        let start = try #require(try await world.origin.tip())
        let left = try await world.build(["people/l.toml": .person("l", "left")], over: base)
        let other = try await world.repository.info(
            of: world.origin.commit(
                ["people/r.toml": .person("r", "right"), "people/bob.toml": .removed],
                parents: [start]))
        var right: Candidate? = try await world.builder().build(commit: other, over: base)
        base = nil
        try await world.search.sweep()
        #expect(base == nil)
        #expect(right?.snapshot.record(sheet: "people", path: "bob") == nil)
        #expect(try await world.found("trees", in: left.snapshot).count == 2)
        #expect(try await world.search.rowCount() == 5)
        right = nil
        try await world.search.sweep()
        #expect(try await world.search.rowCount() == 4)
        #expect(try await world.found("left", in: left.snapshot) == ["people/l"])
    }

    @Test(.timeLimit(.minutes(5)))
    func runCleansInTheBackgroundUntilCancelled() async throws {
        let world = try await World.make()
        var first: Snapshot? = try await world.build(Self.three).snapshot
        let second = try await world.build(["people/bob.toml": .removed], over: first).snapshot
        let cleaner = Task { await world.search.run() }
        #expect(first != nil)
        first = nil
        while try await world.search.rowCount() != 2 { await Task.yield() }
        cleaner.cancel()
        await cleaner.value
        #expect(try await world.found("trees", in: second) == ["people/jane"])
    }

    @Test func aFirstBuildCanBeServedBeforeItIsIndexed() async throws {
        let world = try await World.make()
        #expect(!world.search.isBuilding)
        var first: Snapshot? = try await world.build(Self.three, indexing: .later).snapshot
        #expect(world.search.isBuilding)
        await #expect(throws: SearchError.building) {
            try await world.search.search("trees", sheet: nil, limit: 1, in: #require(first))
        }
        let second = try await world.build(["people/bob.toml": .removed], over: first).snapshot
        #expect(world.search.isBuilding)
        first = nil
        try await world.search.sweep()
        #expect(first == nil)
        try await world.search.index(second)
        #expect(!world.search.isBuilding)
        #expect(try await world.found("trees", in: second) == ["people/jane"])
        #expect(try await world.search.rowCount() == 2)
    }

    @Test func aWordTooCommonToRankIsCutAndSaysSo() async throws {
        let world = try await World.make()
        var files: [String: TestFile] = [".gitsheets/people.toml": World.people]
        for number in 0..<6_500 {
            files["people/p\(number).toml"] = .person(
                "p\(number)", number % 1_000 == 0 ? "common rare\(number)x" : "common")
        }
        let snapshot = try await world.build(files).snapshot
        let cut = try await world.search.search("common", sheet: nil, limit: 20, in: snapshot)
        #expect(cut.truncated)
        #expect(cut.hits.count == 20)
        #expect(Set(cut.hits).count == 20)
        #expect(cut.hits.allSatisfy { $0.snippet.contains("common") })
        let exact = try await world.found("common rare", in: snapshot)
        #expect(exact.count == 7)
    }

    @Test func anIndexLeftInTheFolderIsWiped() async throws {
        let world = try await World.make()
        let path = world.folder.child("again")
        let first = try SearchIndex(path: path)
        let snapshot = try await world.builder(search: first)
            .build(commit: try await world.commit(Self.three), over: nil).snapshot
        #expect(try await first.rowCount() == 3)
        let second = try SearchIndex(path: path)
        #expect(try await second.rowCount() == 0)
        #expect(snapshot.recordCount == 3)
    }
}

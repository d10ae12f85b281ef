import GitAccess
import GitModel
import Reconcile
import TestSupport
import Testing

@Suite("Records that both sides changed") struct ReplayRecordTests {
    static let path = "people/jane.toml"
    static let jane = "city = \"Bonn\"\nname = \"Jane\"\nslug = \"jane\"\n"

    /// A world with a sheet of people, whose record both sides changed.
    private func world(
        base: TestFile? = .text(jane), local: TestFile, remote: TestFile,
        sheet: TestFile = ReplayArena.sheet
    ) async throws -> ReplayArena {
        var files: ReplayArena.Files = [".gitsheets/people.toml": sheet, "other": "1"]
        files[Self.path] = base
        let world = try await ReplayArena(files)
        try await world.local([Self.path: local])
        try await world.remote([Self.path: remote])
        return world
    }

    private func changed(_ changes: (String, String)...) -> TestFile {
        .text(changes.reduce(Self.jane) { $0.replacing($1.0, with: $1.1) })
    }

    private func mode(_ commit: CommitID, _ world: ReplayArena) async throws -> String {
        try await world.origin.git("ls-tree", "--format=%(objectmode)", commit.hex, Self.path)
    }

    @Test func differentFieldsOfNeighbouringLinesMerge() async throws {
        let world = try await world(
            local: changed(("Bonn", "Berlin")), remote: changed(("Jane", "Jane B")))
        let tip = try await world.replayed().tip
        #expect(
            try await world.show(Self.path, in: tip)
                == "city = \"Berlin\"\nname = \"Jane B\"\nslug = \"jane\"")
        #expect(world.logs.lines("merge-note").isEmpty)
    }

    @Test func oneFieldWithTwoValuesIsAConflictThatNamesIt() async throws {
        let world = try await world(
            local: changed(("Bonn", "Berlin")), remote: changed(("Bonn", "Basel")))
        let conflict = try await world.conflict()
        #expect(conflict.files.map(\.path) == [Self.path])
        #expect(conflict.files.first?.reason.contains("field `city`") == true)
    }

    /// S10: by line the two new keys would both be in the file.
    @Test func aKeyAddedOnBothSidesIsThereOnce() async throws {
        let base = "a = 1\nb = 1\nc = 1\nd = 1\ne = 1\n"
        let local: TestFile = .text("zip = \"9\"\n" + base)
        let same = try await world(
            base: .text(base), local: local, remote: .text(base + "zip = \"9\"\n"))
        let text = try await same.show(Self.path, in: try await same.replayed().tip)
        #expect(text.split(separator: "\n").filter { $0.hasPrefix("zip") } == ["zip = \"9\""])
        let other = try await world(
            base: .text(base), local: local, remote: .text(base + "zip = \"8\"\n"))
        #expect(try await other.conflict().files.first?.reason.contains("`zip`") == true)
    }

    @Test func outsideOfEverySheetLinesDecide() async throws {
        let world = try await ReplayArena([
            ".gitsheets/people.toml": ReplayArena.sheet, "notes/jane.toml": .text(Self.jane),
        ])
        try await world.local(["notes/jane.toml": changed(("Bonn", "Berlin"))])
        try await world.remote(["notes/jane.toml": changed(("Jane", "Jane B"))])
        #expect(try await world.conflict().files.first?.reason.contains("same lines") == true)
    }

    @Test func aSheetThatOnlyTheLocalSideDeclaresMakesRecords() async throws {
        let world = try await ReplayArena([Self.path: .text(Self.jane)])
        try await world.local([".gitsheets/people.toml": ReplayArena.sheet])
        try await world.local([Self.path: changed(("Bonn", "Berlin"))])
        try await world.remote([Self.path: changed(("Jane", "Jane B"))])
        let tip = try await world.replayed().tip
        let text = try await world.show(Self.path, in: tip)
        #expect(text == "city = \"Berlin\"\nname = \"Jane B\"\nslug = \"jane\"")
    }

    @Test func aBrokenDeclarationMakesNoRecords() async throws {
        let world = try await world(
            local: changed(("Bonn", "Berlin")), remote: changed(("Jane", "Jane B")),
            sheet: "[gitsheet\n")
        #expect(try await world.conflict().files.first?.reason.contains("same lines") == true)
    }

    @Test func aMergedRecordIsNoExecutableFile() async throws {
        let world = try await world(
            base: .text("a = 1\nb = 1\n"), local: .executable("a = 2\nb = 1\n"),
            remote: "a = 1\nb = 2\n")
        let tip = try await world.replayed().tip
        #expect(try await mode(tip, world) == "100644")
        let notes = world.logs.lines("merge-note")
        #expect(notes.count == 1)
        #expect(notes.first?["path"] == Self.path)
        #expect(notes.first?["reason"]?.contains("executable") == true)
    }

    @Test func lostCommentsAreLogged() async throws {
        let world = try await world(
            base: "# about jane\nb = 1 # b\na = 1 # a\n",
            local: "# about jane\nb = 2 # b\na = 1 # a\n",
            remote: "# about jane\nb = 1 # b\na = 2 # a\n")
        let tip = try await world.replayed().tip
        #expect(try await world.show(Self.path, in: tip) == "a = 2\nb = 2")
        #expect(world.logs.lines("merge-note").first?["reason"]?.contains("comments") == true)
    }

    @Test func commentsThatALineMergeKeepsAreKept() async throws {
        let base = "# first\na = 1\nb = 1\nc = 1\nd = 1\n# last\ne = 1\n"
        let world = try await world(
            base: .text(base), local: .text(base.replacing("a = 1", with: "a = 2")),
            remote: .text(base.replacing("e = 1", with: "e = 2")))
        let tip = try await world.replayed().tip
        #expect(
            try await world.show(Self.path, in: tip) + "\n"
                == base.replacing("a = 1", with: "a = 2").replacing("e = 1", with: "e = 2"))
        #expect(world.logs.lines("merge-note").isEmpty)
    }

    @Test func aSideThatCannotBeReadIsAConflict() async throws {
        let local = try await world(local: "city = \n", remote: changed(("Jane", "Jane B")))
        let ours = try await local.conflict().files.first?.reason
        #expect(ours?.contains("our version cannot be read: line 1") == true)
        let remote = try await world(local: changed(("Jane", "Jane B")), remote: "city = \n")
        let theirs = try await remote.conflict().files.first?.reason
        #expect(theirs?.contains("their version cannot be read: line 1") == true)
    }

    @Test func aRecordAddedOnBothSidesMergesOnlyWhenEqual() async throws {
        let equal = try await world(base: nil, local: "a = 1\nb = 2\n", remote: "b = 2\na = 1\n")
        let tip = try await equal.replayed().tip
        #expect(try await equal.show(Self.path, in: tip) == "a = 1\nb = 2")
        let other = try await world(base: nil, local: "a = 1\n", remote: "b = 2\n")
        #expect(try await other.conflict().files.map(\.path) == [Self.path])
    }
}

import GitAccess
import GitModel
import Reconcile
import TestSupport
import Testing

@Suite("Why a replay conflicts") struct ReplayReasonTests {
    typealias Files = ReplayArena.Files

    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let base: Files
        let local: Files
        let remote: Files
        let path: String
        /// What the reason says.
        let says: String
    }

    static let jane = "name = \"Jane\"\nslug = \"jane\"\nrole = \"none\"\ncity = \"Bonn\"\n"
    static let edited = TestFile.text(jane.replacing("none", with: "admin"))
    static let renamed = TestFile.text(jane.replacing("\"jane\"", with: "\"janet\""))
    static let record = TestFile.text(jane)

    static let rows = [
        Row(
            testDescription: "S13: an edit never lands on a similar record",
            base: ["people/jane.toml": record], local: ["people/jane.toml": edited],
            remote: [
                "people/jane.toml": .removed,
                "people/zoe.toml": .text(jane.replacing("ane", with: "oe")),
            ],
            path: "people/jane.toml", says: "deleted on the remote and changed here"),
        Row(
            testDescription: "S14: an edit does not follow a rename",
            base: ["people/jane.toml": record], local: ["people/jane.toml": edited],
            remote: ["people/jane.toml": .removed, "people/janet.toml": renamed],
            path: "people/jane.toml", says: "deleted on the remote and changed here"),
        Row(
            testDescription: "S14, the other way round",
            base: ["people/jane.toml": record],
            local: ["people/jane.toml": .removed, "people/janet.toml": renamed],
            remote: ["people/jane.toml": edited],
            path: "people/jane.toml", says: "deleted here and changed on the remote"),
        Row(
            testDescription: "S15: two records renamed to one name",
            base: ["people/jane.toml": record, "people/jo.toml": edited],
            local: ["people/jane.toml": .removed, "people/j.toml": record],
            remote: ["people/jo.toml": .removed, "people/j.toml": edited],
            path: "people/j.toml", says: "added differently on both sides"),
        Row(
            testDescription: "the same lines of a file", base: ["a": "1\n2\n"],
            local: ["a": "1\nx\n"], remote: ["a": "1\ny\n"], path: "a", says: "same lines"),
        Row(
            testDescription: "a record that became a symbolic link",
            base: ["people/jane.toml": record],
            local: ["people/jane.toml": .symlink(target: "/etc/passwd")],
            remote: ["people/jane.toml": edited], path: "people/jane.toml",
            says: "symbolic link"),
        Row(
            testDescription: "a submodule on both sides", base: [:],
            local: ["g": .gitlink(String(repeating: "1", count: 40))],
            remote: ["g": .gitlink(String(repeating: "2", count: 40))], path: "g",
            says: "submodule"),
        Row(
            testDescription: "a folder against a file", base: [:], local: ["x/y": "1"],
            remote: ["x": "1"], path: "x", says: "folder on one side and a file on the other"),
        Row(
            testDescription: "a file over 8 MiB that both sides changed", base: ["a": "1\n2\n3\n"],
            local: ["a": .bytes([UInt8](repeating: 10, count: 8 << 20) + [65])],
            remote: ["a": "1\n2\nthree\n"], path: "a", says: "too large"),
    ]

    @Test(arguments: rows) func namesThePathAndTheReason(row: Row) async throws {
        var base = row.base
        base["other"] = "1"
        base[".gitsheets/people.toml"] = ReplayArena.sheet
        let world = try await ReplayArena(base)
        let local = try await world.local(row.local)
        try await world.remote(row.remote)
        let before = try await world.origin.allRefs()
        let conflict = try await world.conflict()
        #expect(conflict.commit == local)
        #expect(conflict.files.map(\.path) == [row.path])
        #expect(conflict.files.first?.reason.contains(row.says) == true, "\(conflict.files)")
        #expect(try await world.origin.allRefs() == before)
    }

    /// S17: where a record lies decides which sheet it belongs to.
    @Test func aNewFileStaysInTheFolderTheRemoteMovedAway() async throws {
        let world = try await ReplayArena(["people/a.toml": "a = 1\n", "people/b.toml": "b = 1\n"])
        try await world.local(["people/zoe.toml": "z = 1\n"])
        try await world.remote([
            "people/a.toml": .removed, "people/b.toml": .removed, "members/a.toml": "a = 1\n",
            "members/b.toml": "b = 1\n",
        ])
        let tip = try await world.replayed().tip
        let files = try await world.origin.git("ls-tree", "-r", "--name-only", tip.hex)
        #expect(files == "members/a.toml\nmembers/b.toml\npeople/zoe.toml")
    }

    /// S15: each side removed the record and added its own.
    @Test func oneRecordRenamedToTwoNamesIsKeptUnderBoth() async throws {
        let world = try await ReplayArena(["people/jane.toml": Self.record])
        try await world.local(["people/jane.toml": .removed, "people/j.toml": Self.record])
        try await world.remote(["people/jane.toml": .removed, "people/janet.toml": Self.renamed])
        let tip = try await world.replayed().tip
        let files = try await world.origin.git("ls-tree", "-r", "--name-only", tip.hex)
        #expect(files == "people/j.toml\npeople/janet.toml")
        #expect(try await world.show("people/j.toml", in: tip) + "\n" == Self.jane)
    }
}

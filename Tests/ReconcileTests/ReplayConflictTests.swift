import GitAccess
import GitModel
import Reconcile
import TestSupport
import Testing

@Suite("What conflicts in a replay") struct ReplayConflictTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let base: [String: TestFile]
        let local: [String: TestFile]
        let remote: [String: TestFile]
        /// The paths in conflict.
        let paths: [String]

        var testDescription: String { name }
    }

    static let jane = ReplayWorld.person("x", "y")
    static let edited = ReplayWorld.person("local", "y")
    static let record = "people/jane.toml"

    static let rows: [Row] = [
        Row(
            name: "deleted here, changed there (S18)", base: [record: jane],
            local: [record: .removed], remote: [record: edited], paths: [record]),
        Row(
            name: "changed here, deleted there (S18)", base: [record: jane],
            local: [record: edited], remote: [record: .removed], paths: [record]),
        Row(
            name: "an edit never lands on a similar record (S13)", base: [record: jane],
            local: [record: edited], remote: [record: .removed, "people/zoe.toml": jane],
            paths: [record]),
        Row(
            name: "renamed here, changed there (S14)", base: [record: jane],
            local: [record: .removed, "people/janet.toml": jane], remote: [record: edited],
            paths: [record]),
        Row(
            name: "one path, two records (S23)", base: [:],
            local: [record: jane], remote: [record: edited], paths: [record]),
        Row(
            name: "a file on one side, a folder on the other", base: [:],
            local: ["x": "file"], remote: ["x/y": "in a folder"], paths: ["x"]),
        Row(
            name: "a symbolic link is never merged by content", base: ["l": .symlink(target: "a")],
            local: ["l": .symlink(target: "b")], remote: ["l": .symlink(target: "c")],
            paths: ["l"]),
        Row(
            name: "two commits of a submodule",
            base: ["s": .gitlink(String(repeating: "1", count: 40))],
            local: ["s": .gitlink(String(repeating: "2", count: 40))],
            remote: ["s": .gitlink(String(repeating: "3", count: 40))], paths: ["s"]),
        Row(
            name: "the same line of another file", base: ["t": "1\n"], local: ["t": "2\n"],
            remote: ["t": "3\n"], paths: ["t"]),
        Row(
            name: "a binary file", base: ["b": .bytes([0, 1])], local: ["b": .bytes([0, 2])],
            remote: ["b": .bytes([0, 3])], paths: ["b"]),
        Row(
            name: "a record that cannot be read", base: [record: jane],
            local: [record: "slug = "], remote: [record: edited], paths: [record]),
    ]

    @Test(arguments: rows)
    func isNamed(row: Row) async throws {
        let world = try await ReplayWorld(row.base)
        try await world.git.commit(row.local)
        try await world.theirs(row.remote)
        let conflicts = try await world.conflicts()
        #expect(conflicts.map(\.path) == row.paths)
        #expect(conflicts.allSatisfy { !$0.reason.isEmpty })
    }

    static let clean: [Row] = [
        Row(
            name: "deleted on both sides (S19)", base: [record: jane],
            local: [record: .removed, "l": "1"], remote: [record: .removed], paths: []),
        Row(
            name: "added alike on both sides", base: [:], local: [record: jane, "l": "1"],
            remote: [record: jane], paths: []),
        Row(
            name: "a mode here, content there (S24)", base: ["t": "1\n"],
            local: ["t": .executable("1\n")], remote: ["t": "2\n"], paths: []),
        Row(
            name: "a new file in a folder that the other side moved (S17)",
            base: [record: jane], local: ["people/bob.toml": "slug = \"bob\"\n"],
            remote: [record: .removed, "members/jane.toml": jane], paths: []),
        Row(
            name: "a file deleted here and made a folder there", base: ["x": "1"],
            local: ["x": .removed, "l": "1"], remote: ["x": .removed, "x/y": "2"], paths: []),
    ]

    @Test(arguments: clean)
    func isNone(row: Row) async throws {
        let world = try await ReplayWorld(row.base)
        try await world.git.commit(row.local)
        try await world.theirs(row.remote)
        let tip = try await world.clean().tip
        try await world.git.git("update-ref", "refs/heads/result", tip.hex)
        #expect(try await world.git.git("fsck", "--no-dangling", "--connectivity-only") == "")
    }
}

import GitModel
import Reconcile
import TestSupport
import Testing

@Suite("A clean replay beside git rebase") struct ReplayBesideGitTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var base: ReplayArena.Files = ["a": "1\n2\n3\n4\n5\n", "b": "1"]
        let grow: @Sendable (ReplayArena) async throws -> Void
    }

    static let rows = [
        Row(testDescription: "several commits to other files") { world in
            try await world.local(["c": "1"], message: "One\n\nWith a body\n\nTrailer: yes\n")
            try await world.local(["c": "2", "d/e": "1"], message: "Two")
            try await world.local(["b": .removed], message: "Three")
            try await world.remote(["a": "1\n"])
        },
        Row(testDescription: "lines of one file") { world in
            try await world.local(["a": "one\n2\n3\n4\n5\n"])
            try await world.remote(["a": "1\n2\n3\n4\nfive\n"])
            try await world.remote(["b": "2"])
        },
        Row(testDescription: "a merged side branch is flattened") { world in
            let left = try await world.local(["l": "1"], message: "Left")
            let right = try await world.origin.commit(
                ["r": "1"], to: "side", parents: [world.base], message: "Right")
            let more = try await world.origin.commit(
                ["r": "2"], to: "side", message: "More right")
            _ = right
            try await world.origin.commit(
                ["r": "2"], parents: [left, more], message: "Merge")
            try await world.local(["m": "1"], message: "Behind the merge")
            try await world.remote(["a": "1\n"])
        },
        Row(testDescription: "a merge of the remote's own commits") { world in
            let left = try await world.local(["l": "1"], message: "Left")
            let seen = try await world.remote(["b": "2"])
            try await world.remote(["b": "3"])
            try await world.origin.commit(
                ["b": "2"], parents: [left, seen], message: "Merge the remote")
            try await world.local(["m": "1"], message: "Behind the merge")
        },
        Row(testDescription: "a commit that is there already") { world in
            try await world.local(["b": "2"], message: "Twin")
            try await world.local(["c": "1"], message: "Own")
            try await world.remote(["b": "2"], message: "The same")
        },
        Row(testDescription: "an empty commit is kept") { world in
            try await world.local([:], message: "Nothing")
            try await world.local(["c": "1"])
            try await world.remote(["b": "2"])
        },
        Row(testDescription: "a commit deleted what the remote deleted, and more") { world in
            try await world.local(["a": .removed, "b": .removed])
            try await world.remote(["a": .removed])
        },
        Row(testDescription: "an unrelated root") { world in
            let root = try await world.origin.commit(["r/x": "1"], parents: [], message: "Root")
            try await world.origin.commit(["r/y": "1"], parents: [root], message: "Child")
            try await world.remote(["r/z": "1"])
        },
        Row(testDescription: "a mode here and the content there") { world in
            try await world.local(["b": .executable("1")])
            try await world.remote(["b": "2"])
        },
        Row(
            testDescription: "links, submodules and bytes",
            base: ["l": .symlink(target: "1"), "bin": .bytes([0, 1, 2]), "b": "1"]
        ) { world in
            try await world.local(["l": .symlink(target: "2"), "bin": .bytes([0, 9])])
            try await world.local(["g": .gitlink(String(repeating: "1", count: 40))])
            try await world.remote(["b": "2"])
        },
        Row(testDescription: "an author in an odd zone", grow: oddAuthor("+0545")),
        Row(testDescription: "an author west of Greenwich", grow: oddAuthor("-0930")),
        Row(testDescription: "CRLF at the ends of lines", base: ["a": "1\r\n2\r\n3\r\n"]) { world in
            try await world.local(["a": "one\r\n2\r\n3\r\n", ".gitattributes": "* text=auto\n"])
            try await world.remote(["a": "1\r\n2\r\nthree\r\n"])
        },
    ]

    private static func oddAuthor(
        _ zone: String
    ) -> @Sendable (ReplayArena) async throws -> Void {
        { world in
            let tip = try await world.local(["c": "1"])
            try await world.raw(
                like: tip, parents: [world.base],
                author: Array("Ōdd Ñame <odd@example.org> 1234567890 \(zone)".utf8),
                message: Array("Odd\n".utf8))
            try await world.remote(["b": "2"])
        }
    }

    @Test(arguments: rows) func makesTheSameHistory(row: Row) async throws {
        let world = try await ReplayArena(row.base)
        try await row.grow(world)
        let before = try await world.origin.allRefs()
        let tips = try await world.tips()
        let history = try await world.replayed()
        let ours = try await world.story(of: history.tip.hex, without: tips.remote)
        let gits = try await world.story(of: world.rebasedByGit(), without: tips.remote)
        #expect(ours == gits)
        #expect(!ours.isEmpty)
        #expect(try await world.origin.allRefs() == before)
        try await world.origin.git("fsck", "--strict", "--no-dangling")
    }

    /// Git rebase re-encodes; here the bytes stay. Both say the same to a reader.
    @Test func aMessageInAnotherEncodingReadsTheSame() async throws {
        let world = try await ReplayArena()
        let tip = try await world.local(["c": "1"])
        try await world.raw(
            like: tip, parents: [world.base],
            author: Array("Ren".utf8) + [0xE9] + Array(" <r@example.org> 1234567890 +0100".utf8),
            extra: "encoding ISO-8859-1\n", message: [0x64, 0xE9, 0x6A, 0xE0, 10])
        let remote = try await world.remote(["b": "2"])
        let ours = try await world.story(of: try await world.replayed().tip.hex, without: remote)
        #expect(ours == (try await world.story(of: world.rebasedByGit(), without: remote)))
        #expect(ours.contains("René") && ours.contains("déjà"))
    }
}

import Foundation
import GitAccess
import GitModel
import Reconcile
import TestSupport
import Testing

@Suite("Commits that a replay makes") struct ReplayedCommitTests {
    struct Header: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var author = Array("Ada <ada@example.org> 1234567890 +0130".utf8)
        var encoding = ""
        var message = Array("Subject\n\nBody\n".utf8)
    }

    static let headers = [
        Header(
            testDescription: "Latin-1",
            author: Array("Ren".utf8) + [0xE9] + Array(" <r@example.org> 1 +0100".utf8),
            encoding: "encoding ISO-8859-1\n", message: [0x64, 0xE9, 10]),
        Header(testDescription: "no final newline", message: Array("Subject".utf8)),
        Header(testDescription: "no message", message: []),
        Header(testDescription: "bytes of no encoding", message: [0xFF, 1, 0xFE, 10, 10]),
        Header(testDescription: "trailers", message: Array("A\n\nReviewed-by: B <b@x>\n".utf8)),
        Header(testDescription: "an author without a name", author: Array(" <> 0 +0000".utf8)),
        Header(
            testDescription: "an author with an impossible zone",
            author: Array("Ada <ada@example.org> 1234567890 +9999".utf8)),
        Header(
            testDescription: "a signed commit", encoding: "gpgsig -----BEGIN\n x\n -----END\n"),
    ]

    /// The name of an object is the hash of its bytes: git computes the one to expect.
    @Test(arguments: headers) func onlyTreeParentAndCommitterChange(
        header: Header
    ) async throws {
        let world = try await ReplayArena()
        let tip = try await world.local(["c": "1"])
        let original = try await world.raw(
            like: tip, parents: [world.base], author: header.author, extra: header.encoding,
            message: header.message)
        let remote = try await world.remote(["b": "2"])
        let history = try await world.replayed()
        #expect(history.steps.map(\.original) == [original])
        #expect(history.steps.map(\.replayed) == [history.tip])

        let tree = try await world.origin.git("rev-parse", "\(history.tip)^{tree}")
        let isSigned = header.encoding.hasPrefix("gpgsig")
        let seconds = Int(ReplayArena.date.timeIntervalSince1970)
        var raw = Array("tree \(tree)\nparent \(remote)\nauthor ".utf8) + header.author
        raw += Array("\ncommitter Livetree <livetree@localhost> \(seconds) +0000\n".utf8)
        raw += Array("\(isSigned ? "" : header.encoding)\n".utf8) + header.message
        let expected = try await world.origin.git(
            "hash-object", "-t", "commit", "--literally", "--stdin", input: raw)
        #expect(history.tip.hex == expected)
        let logged = world.logs.lines("signature-dropped")
        #expect(logged.map { $0["commit"] } == (isSigned ? [original.hex] : []))
    }

    @Test func listsWhatBecameOfEachCommit() async throws {
        let world = try await ReplayArena()
        let twin = try await world.local(["a": "1"])
        let left = try await world.local(["l": "1"])
        let right = try await world.origin.commit(["r": "1"], to: "side", parents: [world.base])
        let merge = try await world.origin.commit(["r": "1"], parents: [left, right])
        let last = try await world.local(["m": "1"])
        try await world.remote(["a": "1"])
        let history = try await world.replayed()
        #expect(history.dropped == [twin])
        #expect(history.steps.map(\.original).first == twin)
        #expect(Set(history.steps.map(\.original)) == [twin, left, right, last])
        #expect(history.steps.last?.original == last)
        #expect(history.steps.last?.replayed == history.tip)
        // The merge itself is left out; what stands for it has both of its sides.
        #expect(history.merges.map(\.original) == [merge])
        let standIn = try #require(history.merges.first?.replayed)
        let parent = try await world.origin.git("rev-parse", "\(history.tip)^")
        #expect(standIn.hex == parent)
        #expect(try await world.show("l", in: standIn) == "1")
        #expect(try await world.show("r", in: standIn) == "1")
    }

    @Test func aSecondReplayAtTheSameTimeMakesTheSameCommits() async throws {
        let world = try await ReplayArena()
        try await world.local(["a": "1"])
        try await world.local(["b": "1"])
        try await world.remote(["c": "1"])
        #expect(try await world.replayed().tip == (try await world.replayed().tip))
    }

    /// Git rebase would drop it by its patch; here only what the tree has counts as upstream.
    @Test func aChangeThatTheRemoteMadeAndUndidIsMadeAgain() async throws {
        let world = try await ReplayArena(["a": "1"])
        try await world.local(["a": "2"])
        try await world.remote(["a": "2"])
        try await world.remote(["a": "1"])
        let history = try await world.replayed()
        #expect(history.dropped == [])
        #expect(try await world.show("a", in: history.tip) == "2")
    }

    @Test func aChangeThatTheRemoteMadeAndThenChangedAgainIsAConflict() async throws {
        let world = try await ReplayArena(["a": "1\n"])
        let local = try await world.local(["a": "2\n"])
        try await world.remote(["a": "2\n"])
        try await world.remote(["a": "3\n"])
        let conflict = try await world.conflict()
        #expect(conflict.commit == local)
        #expect(conflict.files.map(\.path) == ["a"])
    }

    @Test func attributesDriversAndConfigurationChangeNothing() async throws {
        let world = try await ReplayArena(["a": "1\n2\n3\n", "u": "1\n2\n3\n"])
        let settings = [
            "merge.ours.driver": "true", "merge.default": "ours", "core.autocrlf": "true",
            "merge.renames": "true", "commit.gpgsign": "true", "i18n.commitEncoding": "UTF-16",
        ]
        for (key, value) in settings { try await world.origin.git("config", key, value) }
        let attributes: TestFile = "a merge=ours\nu merge=union\n* text eol=crlf\n"
        try await world.local([".gitattributes": attributes, "a": "one\n2\n3\n"])
        try await world.remote(["a": "1\n2\nthree\n"])
        let fresh = try GitRepository(at: world.origin.path)
        let replay = Replay(
            repository: fresh, committer: .livetree, logger: world.logs.logger)
        let tips = try await world.tips()
        let result = try await replay.replay(
            tips.local, onto: tips.remote, published: [], at: ReplayArena.date)
        guard case .clean(let history) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(try await world.show("a", in: history.tip) == "one\n2\nthree")

        // `merge=union` would join what conflicts.
        try await world.local(["u": "1\nours\n3\n"])
        try await world.remote(["u": "1\ntheirs\n3\n"])
        #expect(try await world.conflict().files.map(\.path) == ["u"])
    }
}

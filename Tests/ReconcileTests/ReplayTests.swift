import Foundation
import GitAccess
import GitModel
import Reconcile
import TestSupport
import Testing

@Suite("Replaying local commits") struct ReplayTests {
    typealias World = ReplayWorld

    @Test func comesToWhatGitRebaseComesTo() async throws {
        let world = try await World([
            "people/jane.toml": World.person("x", "y"), "notes": "1\n2\n3\n",
        ])
        try await world.git.commit(
            ["people/jane.toml": World.person("local", "y")], message: "One\n\nTrailer: kept\n")
        try await world.git.commit([:], message: "Empty from the start")
        try await world.git.commit(["docs/a": "new\n", "notes": "1\n2\n3\n4\n"], message: "Three")
        try await world.theirs(["people/jane.toml": World.person("x", "remote"), "other": "o"])
        let history = try await world.clean()
        let rebased = try await world.rebase()
        #expect(try await world.log(history.tip.hex) == world.log(rebased.hex))
        #expect(history.dropped.isEmpty)
        let committer = try await world.git.git(
            "log", "-1", "--format=%cn <%ce> %cd", "--date=raw", history.tip.hex)
        #expect(committer == "Livetree <livetree@localhost> 1795251600 +0000")
    }

    @Test func flattensMergesInTopologicalOrder() async throws {
        let world = try await World(["a": "1"])
        let left = try await world.git.commit(["l": "1"], message: "Left")
        let right = try await world.git.commit(
            ["r": "1"], to: "side", parents: [world.base], message: "Right")
        try await world.git.commit(["l": "1", "r": "1"], parents: [left, right], message: "Merge")
        try await world.git.commit(["l": "2"], message: "After")
        try await world.theirs(["t": "1"])
        let history = try await world.clean()
        let rebased = try await world.rebase()
        #expect(history.steps.count == 3)
        #expect(try await world.log(history.tip.hex) == world.log(rebased.hex))
    }

    @Test func keepsBytesOfAuthorMessageAndEncoding() async throws {
        let world = try await World(["a": "1"])
        let tree = try #require(try await world.git.tree(of: world.git.commit(["b": "1"])))
        let raw: [UInt8] =
            Array(
                "tree \(tree)\nparent \(world.base)\nauthor M\u{e9} <m@x> 1700000000 -0930\n"
                    .unicodeScalars.map { UInt8($0.value & 0xFF) })
            + Array(
                "committer C <c@x> 1700000000 +0000\nencoding ISO-8859-1\ngpgsig -----BEGIN\n x\n -----END\n\n"
                    .utf8)
            + [0x47, 0x72, 0xFC, 0xDF, 0x65]
        let id = try await world.git.git(
            "hash-object", "-t", "commit", "-w", "--literally", "--stdin", input: raw)
        try await world.git.git("update-ref", "refs/heads/main", id)
        try await world.theirs(["t": "1"])
        let history = try await world.clean()
        let original = try await world.repository.content(of: #require(CommitID(hex: id)))
        let replayed = try await world.repository.content(of: history.tip)
        #expect(original.isSigned && !replayed.isSigned)
        #expect(replayed.author == original.author)
        #expect(replayed.author.contains(0xE9))
        #expect(replayed.encoding == Array("ISO-8859-1".utf8))
        #expect(replayed.message == [0x47, 0x72, 0xFC, 0xDF, 0x65])
    }

    @Test func dropsAndListsWhatIsUpstreamAlready() async throws {
        let world = try await World(["a": "1"])
        let same = try await world.git.commit(["a": "2"], message: "Local wording")
        let own = try await world.git.commit(["b": "1"])
        try await world.theirs(["a": "2", "t": "1"], "Remote wording")
        let history = try await world.clean()
        #expect(history.dropped == [same])
        #expect(history.steps.map(\.original) == [same, own])
        #expect(try await world.git.git("rev-list", "--count", "theirs..\(history.tip)") == "1")
    }

    @Test func endsAtTheRemotesTipWhenAllIsUpstream() async throws {
        let world = try await World(["a": "1"])
        try await world.git.commit(["a": "2"])
        let theirs = try await world.theirs(["a": "2", "t": "1"])
        #expect(try await world.clean().tip == theirs)
    }

    @Test func theFirstConflictEndsItAndNothingMoves() async throws {
        let world = try await World(["people/jane.toml": World.person("x", "y")])
        try await world.git.commit(["fine": "1"])
        let second = try await world.git.commit(["people/jane.toml": World.person("x", "local")])
        try await world.git.commit(["fine": "2"])
        try await world.theirs(["people/jane.toml": World.person("x", "remote")])
        let refs = try await world.git.allRefs()
        guard case .conflict(let conflict) = try await world.replay() else {
            Issue.record("no conflict")
            return
        }
        #expect(conflict.commit == second)
        #expect(conflict.files.map(\.path) == ["people/jane.toml"])
        #expect(conflict.files[0].reason.contains("z"))
        #expect(try await world.git.allRefs() == refs)
    }

    @Test func mergesARecordFieldByFieldWhereLinesWouldConflict() async throws {
        let world = try await World(["people/jane.toml": "a = 1\nb = 1\nslug = \"jane\"\n"])
        try await world.git.commit(["people/jane.toml": "a = 2\nb = 1\nslug = \"jane\"\n"])
        try await world.theirs(["people/jane.toml": "a = 1\nb = 2\nslug = \"jane\"\n"])
        let tip = try await world.clean().tip
        #expect(
            try await world.text("people/jane.toml", in: tip) == "a = 2\nb = 2\nslug = \"jane\"")
    }

    @Test func keepsCommentsWhereALineMergeSaysTheSame() async throws {
        let world = try await World(["people/jane.toml": World.person("x", "y", comment: "# who\n")]
        )
        try await world.git.commit([
            "people/jane.toml": World.person("local", "y", comment: "# who\n")
        ])
        try await world.theirs(["people/jane.toml": World.person("x", "remote", comment: "# who\n")]
        )
        let tip = try await world.clean().tip
        let text = try await world.text("people/jane.toml", in: tip)
        #expect(text.hasPrefix("# who\na = \"local\""))
        #expect(text.hasSuffix("z = \"remote\""))
    }

    @Test func keepsLineEndingsOfOtherFiles() async throws {
        let lines = (1...9).map { "\($0)\r\n" }
        let world = try await World(["t.txt": .text(lines.joined())])
        try await world.git.commit(["t.txt": .text((["one\r\n"] + lines.dropFirst()).joined())])
        try await world.theirs(["t.txt": .text((lines.dropLast() + ["nine\r\n"]).joined())])
        let tip = try await world.clean().tip
        let merged = (["one\r\n"] + lines.dropFirst().dropLast() + ["nine\r\n"]).joined()
        let entry = try #require(
            try await world.repository.entry(at: "t.txt", in: world.repository.info(of: tip).tree))
        #expect(try await world.repository.blob(entry.id) == Array(merged.utf8))
    }

    @Test func pathsThatAreNotUTF8Survive() async throws {
        let world = try await World(["a": "1"])
        let blob = try await world.git.git("hash-object", "-w", "--stdin", input: [65])
        let base = try await world.git.git("ls-tree", "-z", "main")
        let entries: [UInt8] = Array("100644 blob \(blob)\t".utf8) + [0xFF, 0xFE, 0]
        let tree = try await world.git.git("mktree", "-z", input: Array(base.utf8) + entries)
        let commit = try await world.git.git("commit-tree", "-p", "main", "-m", "odd", tree)
        try await world.git.git("update-ref", "refs/heads/main", commit)
        try await world.theirs(["t": "1"])
        let tip = try await world.clean().tip
        let listing = try await world.git.git("ls-tree", "--name-only", tip.hex)
        #expect(listing.contains("\"\\377\\376\""))
        #expect(listing.contains("t"))
    }

    @Test func leavesCommitsThatThePublishedOnesHold() async throws {
        let world = try await World(["a": "1"])
        let published = try await world.git.commit(["purged": "1"])
        let own = try await world.git.commit(["own": "1"])
        try await world.theirs(["t": "1"])
        guard case .clean(let history) = try await world.replay(published: [published]) else {
            Issue.record("a conflict")
            return
        }
        #expect(history.steps.map(\.original) == [own])
        let files = try await world.git.git("ls-tree", "--name-only", history.tip.hex)
        #expect(files.split(separator: "\n").contains("own") && !files.contains("purged"))
    }

    @Test func replaysARootOntoAStranger() async throws {
        let world = try await World(["a": "1"])
        try await world.git.commit(["b": "1"])
        try await world.git.commit(["t": "1"], to: "theirs", parents: [])
        let history = try await world.clean()
        #expect(history.steps.count == 2)
        let files = try await world.git.git("ls-tree", "--name-only", history.tip.hex)
        #expect(files.split(separator: "\n").sorted() == [".gitsheets", "a", "b", "t"])
    }
}

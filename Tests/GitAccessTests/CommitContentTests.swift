import Foundation
import GitAccess
import GitModel
import TestSupport
import Testing

@Suite("Commits byte for byte") struct CommitContentTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var author = Array("Ada <ada@example.org> 1700000000 +0130".utf8)
        var committer = Array("Carl <carl@example.org> 1700000001 -0000".utf8)
        var encoding: String?
        var message = Array("Subject\n\nBody\n".utf8)
    }

    static let rows = [
        Row(testDescription: "plain"),
        Row(
            testDescription: "Latin-1",
            author: Array("Ren".utf8) + [0xE9] + Array(" <rene@example.org> 1700000000 +0100".utf8),
            encoding: "ISO-8859-1", message: Array("D".utf8) + [0xE9] + Array("j\n".utf8)),
        Row(testDescription: "no final newline", message: Array("Subject".utf8)),
        Row(testDescription: "no message", message: []),
        Row(testDescription: "a message of line ends", message: Array("\n\n\r\n".utf8)),
        Row(testDescription: "bytes of no encoding", message: [0xFF, 0xFE, 1, 2, 10]),
        Row(
            testDescription: "a message that looks like a header",
            message: Array("tree 1\nauthor x\n\nencoding UTF-7\ngpgsig no\n".utf8)),
        Row(
            testDescription: "an author without a name",
            author: Array(" <> 0 +0000".utf8)),
        Row(
            testDescription: "an author with an odd zone",
            author: Array("Ada <ada@example.org> 1700000000 +1234567".utf8)),
        Row(
            testDescription: "an author before 1970",
            author: Array("Ada <ada@example.org> -5 -0200".utf8)),
        Row(
            testDescription: "an author with brackets in the name",
            author: Array("Ada <x> <ada@example.org> 1 +0000".utf8)),
    ]

    private func raw(_ row: Row, tree: String, parents: [CommitID]) -> [UInt8] {
        var raw = Array("tree \(tree)\n".utf8)
        for parent in parents { raw += Array("parent \(parent)\n".utf8) }
        raw += Array("author ".utf8) + row.author + [10]
        raw += Array("committer ".utf8) + row.committer + [10]
        if let encoding = row.encoding { raw += Array("encoding \(encoding)\n".utf8) }
        return raw + [10] + row.message
    }

    private func store(_ raw: [UInt8], in repository: TestRepository) async throws -> CommitID {
        let hex = try await repository.git(
            "hash-object", "-t", "commit", "-w", "--literally", "--stdin", input: raw)
        return try #require(CommitID(hex: hex))
    }

    @Test(arguments: rows) func readsEveryPart(row: Row) async throws {
        let world = try await World()
        let tree = try await world.origin.git("rev-parse", "\(world.second)^{tree}")
        let parents = [world.first, world.second]
        let id = try await store(raw(row, tree: tree, parents: parents), in: world.origin)
        let content = try await world.open().content(of: id)
        #expect(content.id == id)
        #expect(content.tree.hex == tree)
        #expect(content.parents == parents)
        #expect(content.author == row.author)
        #expect(content.committer == row.committer)
        #expect(content.encoding == row.encoding.map { Array($0.utf8) })
        #expect(content.message == row.message)
        #expect(!content.isSigned)
    }

    /// The name of an object is the hash of its bytes: git computes the one to expect.
    @Test(arguments: rows) func writesExactlyTheGivenBytes(row: Row) async throws {
        let world = try await World()
        let tree = try await world.origin.git("rev-parse", "\(world.second)^{tree}")
        let expected = try await world.origin.git(
            "hash-object", "-t", "commit", "--literally", "--stdin",
            input: raw(row, tree: tree, parents: [world.second]))
        let written = try await world.open().writeCommit(
            tree: try #require(TreeID(hex: tree)), parents: [world.second], author: row.author,
            committer: row.committer, encoding: row.encoding.map { Array($0.utf8) },
            message: row.message)
        #expect(written.hex == expected)
        #expect(try await world.origin.git("cat-file", "-t", written.hex) == "commit")
    }

    @Test(arguments: ["gpgsig", "gpgsig-sha256"]) func aSignatureIsSeenAndNoPartOfTheRest(
        header: String
    ) async throws {
        let world = try await World()
        let tree = try await world.origin.git("rev-parse", "\(world.second)^{tree}")
        let text = """
            tree \(tree)
            author A <a@x> 1 +0000
            committer C <c@x> 2 +0000
            \(header) -----BEGIN PGP SIGNATURE-----
             author Forged <f@x> 3 +0000
            \u{20}
             encoding forged
             -----END PGP SIGNATURE-----
            encoding UTF-8

            Signed

            """
        let id = try await store(Array(text.utf8), in: world.origin)
        let content = try await world.open().content(of: id)
        #expect(content.isSigned)
        #expect(content.author == Array("A <a@x> 1 +0000".utf8))
        #expect(content.encoding == Array("UTF-8".utf8))
        #expect(content.message == Array("Signed\n".utf8))
        #expect(content.parents == [])
    }

    @Test func aCommitWithoutAnAuthorHasAnEmptyOne() async throws {
        let world = try await World()
        let tree = try await world.origin.git("rev-parse", "\(world.second)^{tree}")
        let id = try await store(
            Array("tree \(tree)\ncommitter C <c@x> 2 +0000\n\nHello\n".utf8), in: world.origin)
        let content = try await world.open().content(of: id)
        #expect(content.author == [])
        #expect(content.message == Array("Hello\n".utf8))
    }

    @Test(arguments: ["author A <a@x> 1 +0000\n\nx", "tree 12\n\nx", "", "tree T\nparent 12\n\nx"])
    func whatIsNoCommitIsAnError(text: String) async throws {
        let world = try await World()
        let tree = try await world.origin.git("rev-parse", "\(world.second)^{tree}")
        let text = text.replacing("T", with: tree)
        let id = try await store(Array(text.utf8), in: world.origin)
        let error = await #expect(throws: GitError.self) {
            try await world.open().content(of: id)
        }
        #expect(error?.code == .invalid)
    }

    @Test func neverNamesWhatIsNotThere() async throws {
        let world = try await World()
        let repository = try world.open()
        let absent = String(repeating: "a", count: 40)
        let tree = try await repository.emptyTree()
        let line = Array("A <a@x> 1 +0000".utf8)
        let calls: [(TreeID?, CommitID?)] = [
            (TreeID(hex: absent), world.first), (tree, CommitID(hex: absent)),
            (TreeID(world.first.object), world.first), (tree, CommitID(tree.object)),
        ]
        for (tree, parent) in calls {
            let (tree, parent) = (try #require(tree), try #require(parent))
            await #expect(throws: GitError.self) {
                try await repository.writeCommit(
                    tree: tree, parents: [parent], author: line, committer: line, encoding: nil,
                    message: [])
            }
        }
    }

    @Test func blobsAndTheEmptyTreeHaveGitsNames() async throws {
        let world = try await World()
        let repository = try world.open()
        for bytes in [[], Array("text\n".utf8), [0, 255]] as [[UInt8]] {
            let expected = try await world.origin.git("hash-object", "--stdin", input: bytes)
            let written = try await repository.writeBlob(bytes)
            #expect(written.hex == expected)
            #expect(try await repository.blob(written) == bytes)
            #expect(try await world.origin.git("cat-file", "-t", expected) == "blob")
        }
        let empty = try await repository.emptyTree()
        #expect(try await world.origin.git("mktree") == empty.hex)
        #expect(try await world.origin.git("cat-file", "-t", empty.hex) == "tree")
    }
}

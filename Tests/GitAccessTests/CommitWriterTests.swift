import GitAccess
import GitModel
import TestSupport
import Testing

@Suite("Commits of file edits")
struct CommitWriterTests {
    @Test func aChainHasTheTreesAndTheParentsThatGitSees() async throws {
        let world = try await WriterWorld()
        let result = try await world.writer.write(
            [
                WriterWorld.commit([("people/ada.toml", "1"), ("readme", "r")]),
                WriterWorld.commit([("people/bob.toml", "2")]),
                WriterWorld.commit([("people/ada.toml", nil), ("people/bob.toml", nil)]),
            ], onto: nil)
        guard case .written(let commits) = result else {
            Issue.record("not written: \(result)")
            return
        }
        #expect(commits.map(\.parents) == [[], [commits[0].id], [commits[1].id]])
        #expect(try await world.paths(of: commits[0].id) == ["people/ada.toml", "readme"])
        #expect(
            try await world.paths(of: commits[1].id)
                == ["people/ada.toml", "people/bob.toml", "readme"])
        #expect(try await world.paths(of: commits[2].id) == ["readme"])
        for commit in commits {
            #expect(try await world.repository.tree(of: commit.id) == commit.tree)
            #expect(commit.committedAt == 1_700_000_100)
        }
        #expect(try await world.complaints() == "")
    }

    @Test(
        "The commit object is git's own, byte for byte",
        arguments: [
            "One line\n", "no final newline", "", "\r\nCR\r\n", "Ünï\u{1F600}code\n\nBody\n\n\n",
        ])
    func objectsAreGits(message: String) async throws {
        let world = try await WriterWorld()
        let base = try await world.repository.commit(["a": "1"])
        let made = try await world.write([("a", "2")], onto: base, message: message)
        var raw = "tree \(made.tree)\nparent \(base)\n"
        raw += "author Ada Author <ada@example.org> 1700000000 +0000\n"
        raw += "committer Carl Committer <carl@example.org> 1700000100 +0000\n\n" + message
        let name = try await world.repository.git(
            "hash-object", "-t", "commit", "--stdin", input: Array(raw.utf8))
        #expect(name == made.id.hex)
        #expect(try await world.complaints() == "")
    }

    @Test func aMessageWithNULAPathGitCannotNameAndATimeBefore1970AreRefused() async throws {
        let world = try await WriterWorld()
        await #expect(throws: GitError.self) {
            try await world.write([("a", "1")], onto: nil, message: "a\0b")
        }
        let paths = [
            "", "/a", "a/", "a//b", "a/../b", "./a", ".git/config", "a/.GIT", "a\0b", "git~1/x",
            ".git./x", ".g\u{200C}it/x", ".git:x",
            Array(repeating: "a", count: 65).joined(separator: "/"),
        ]
        for path in paths {
            await #expect(throws: GitError.self, "\(path.debugDescription)") {
                try await world.write([(path, "1")], onto: nil)
            }
        }
        let old = WriterWorld.signature("Ada <a@b>", at: -1)
        await #expect(throws: GitError.self) {
            try await world.writer.write(
                [NewCommit(author: old, committer: old, message: "", edits: [])], onto: nil)
        }
        #expect(try await world.repository.git("count-objects") == "0 objects, 0 kilobytes")
    }

    @Test func filesAndFoldersOfOneNameClashAndNothingIsWritten() async throws {
        let world = try await WriterWorld()
        let base = try await world.write([("a/b", "1"), ("c", "2")], onto: nil).id
        let before = world.folder.listing(of: "origin.git/objects")
        for (edits, path) in [
            ([("a", "x")], "a"), ([("c/d/e", "x")], "c/d/e"), ([("n", "x"), ("n/m", "y")], "n"),
            ([("a/b", nil), ("a/z", "1"), ("a", "x")], "a"),
        ] as [([(String, String?)], String)] {
            let result = try await world.writer.write(
                [WriterWorld.commit([("ok", "1")]), WriterWorld.commit(edits)], onto: base)
            guard case .clash(index: 1, path: path) = result else {
                Issue.record("\(edits) gave \(result)")
                continue
            }
        }
        #expect(world.folder.listing(of: "origin.git/objects") == before)
    }

    @Test func whatGoesMakesRoomForWhatComes() async throws {
        let world = try await WriterWorld()
        let base = try await world.write([("a/b/c", "1"), ("d", "2")], onto: nil).id
        let made = try await world.write(
            [("a", "file"), ("a/b/c", nil), ("d/e", "3"), ("d", nil)], onto: base)
        #expect(try await world.paths(of: made.id) == ["a", "d/e"])
    }

    @Test func whatChangesNothingIsStillACommit() async throws {
        let world = try await WriterWorld()
        let base = try await world.repository.commit(["a/x": .executable("1"), "b": "2"])
        let edits: [(String, String?)] = [
            ("a/x", "1"), ("b", "2"), ("no", nil), ("a", nil), ("b/no", nil), ("x/y/z", nil),
        ]
        let made = try await world.write(edits, onto: base)
        #expect(try await world.repository.tree(of: base) == made.tree)
        #expect(made.parents == [base])
        #expect(try await world.write([("b", "1"), ("b", "2")], onto: base).tree == made.tree)
    }

    @Test func replacedFilesArePlainAndTheLastFileLeavesAnEmptyTree() async throws {
        let world = try await WriterWorld()
        let base = try await world.repository.commit([
            "run": .executable("1"), "link": .symlink(target: "run"),
            "module": .gitlink(String(repeating: "1", count: 40)), "keep": .executable("k"),
        ])
        let made = try await world.write(
            [("run", "2"), ("link", "run"), ("module", "m")], onto: base)
        let modes = try await world.listing(of: made.id).map { String($0.prefix(6)) }
        #expect(modes == ["100755", "100644", "100644", "100644"])
        let empty = try await world.write(
            [("run", nil), ("link", nil), ("module", nil), ("keep", nil)], onto: made.id)
        #expect(empty.tree.hex == "4b825dc642cb6eb9a060e54bf8d69288fbee4904")
        #expect(try await world.complaints() == "")
    }

    @Test func blobNamesAreGits() async throws {
        let world = try await WriterWorld()
        for content in ["", "hello", String(repeating: "x", count: 100_000)] {
            let name = try await world.repository.git(
                "hash-object", "--stdin", input: Array(content.utf8))
            #expect(try CommitWriter.blobID(of: Array(content.utf8)).hex == name)
        }
    }
}

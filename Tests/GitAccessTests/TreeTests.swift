import GitAccess
import GitModel
import TestSupport
import Testing

@Suite("Trees")
struct TreeTests {
    private func tree(_ commit: CommitID, _ repository: TestRepository) async throws -> TreeID {
        try #require(try await repository.tree(of: commit))
    }

    @Test func listsEveryFileInGitsOrder() async throws {
        let folder = try TemporaryFolder()
        let origin = try await TestRepository.create(in: folder)
        let commit = try await origin.commit([
            "a.toml": "1", "a/b.toml": "2", "a/c/d.toml": "3", "a0": "4", "run": .executable("x"),
            "link": .symlink(target: "/etc/passwd"),
            "module": .gitlink(String(repeating: "1", count: 40)),
        ])
        let repository = try GitRepository(at: origin.path)
        let files = try await repository.files(in: tree(commit, origin), below: nil)
        let listing = try await origin.git("ls-tree", "-r", commit.hex)
        let expected = listing.split(separator: "\n")
        #expect(
            files.map {
                let type = $0.mode == .gitlink ? "commit" : "blob"
                let mode = String($0.mode.rawValue, radix: 8)
                return "\(mode) \(type) \($0.id.hex)\t\($0.path)"
            } == expected.map(String.init))
        #expect(files.count == 7)
    }

    @Test func listsOneFolder() async throws {
        let world = try await World()
        let repository = try world.open()
        let tree = try await tree(world.second, world.origin)
        #expect(
            try await repository.files(in: tree, below: "people").map(\.path)
                == ["people/ada.toml", "people/bob.toml"])
        #expect(try await repository.files(in: tree, below: "").count == 2)
        for path in ["nobody", "people/ada.toml", "people/ada.toml/x", "/people", "people\0x", "."]
        {
            #expect(try await repository.files(in: tree, below: path).isEmpty, "\(path)")
        }
    }

    @Test func findsOneFile() async throws {
        let world = try await World()
        let repository = try world.open()
        let tree = try await tree(world.second, world.origin)
        let entry = try #require(try await repository.entry(at: "people/ada.toml", in: tree))
        #expect(entry.mode == .file)
        #expect(try await repository.blob(entry.id) == Array("name = \"Ada\"\n".utf8))
        #expect(try await repository.blobSize(entry.id) == 13)
        let others = [
            "people", "people/", "", "/", "x", "people/ada.toml/y", "people/ada.toml\0.jpg", "../x",
            "people//ada.toml", "/people/ada.toml",
        ]
        for path in others {
            #expect(try await repository.entry(at: path, in: tree) == nil, "\(path)")
        }
    }

    @Test func namesThatAreNotUTF8AreReplaced() async throws {
        let folder = try TemporaryFolder()
        let origin = try await TestRepository.create(in: folder)
        let blob = try await origin.git("hash-object", "-w", "--stdin", input: [65])
        let line = Array("100644 blob \(blob)\tcaf".utf8) + [0xE9] + Array(".toml\n".utf8)
        let id = try #require(TreeID(hex: try await origin.git("mktree", input: line)))
        let files = try await GitRepository(at: origin.path).files(in: id, below: nil)
        #expect(files.map(\.path) == ["caf\u{FFFD}.toml"])
    }

    @Test func aTreeNestedTooDeepIsRefused() async throws {
        let folder = try TemporaryFolder()
        let origin = try await TestRepository.create(in: folder)
        func nested(_ depth: Int) -> String {
            String(repeating: "d/", count: depth) + "file"
        }
        let good = try await origin.commit([nested(64): "x"], to: "good")
        let bad = try await origin.commit([nested(65): "x"], to: "bad")
        let repository = try GitRepository(at: origin.path)
        #expect(try await repository.files(in: tree(good, origin), below: nil).count == 1)
        let tooDeep = try await tree(bad, origin)
        for below in [nil, "d/d"] {
            let error = await #expect(throws: GitError.self) {
                try await repository.files(in: tooDeep, below: below)
            }
            #expect(error?.code == .limitExceeded)
        }
        await #expect(throws: GitError.self) {
            try await repository.changes(from: nil, to: tooDeep)
        }
    }

    @Test func aFolderReplacedByAFileIsDeletionsAndAnAddition() async throws {
        let folder = try TemporaryFolder()
        let origin = try await TestRepository.create(in: folder)
        let old = try await origin.commit(["a/x": "1", "a/y": "2", "a.b": "3"])
        let new = try await origin.commit(["a": "4", "a.b": "3"], to: "flat", parents: [])
        let repository = try GitRepository(at: origin.path)
        let changes = try await repository.changes(
            from: tree(old, origin), to: tree(new, origin))
        #expect(changes.map(\.path) == ["a", "a/x", "a/y"])
        #expect(changes.map { $0.old == nil } == [true, false, false])
        #expect(changes.map { $0.new == nil } == [false, true, true])
        let back = try await repository.changes(from: tree(new, origin), to: tree(old, origin))
        #expect(back.map { $0.new == nil } == [true, false, false])
    }

    @Test func identicalSubtreesAreNotRead() async throws {
        let folder = try TemporaryFolder()
        let origin = try await TestRepository.create(in: folder)
        let old = try await origin.commit(["same/a": "1", "other/b": "2"])
        let new = try await origin.commit(["other/b": "3"])
        let same = try await origin.git("rev-parse", "\(new.hex):same")
        // Without the subtree's object only a walk that leaves it alone can succeed.
        let object = "origin.git/objects/\(same.prefix(2))/\(same.dropFirst(2))"
        try #require(folder.listing().contains(object))
        try removeFile(folder.child(object))
        let repository = try GitRepository(at: origin.path)
        let changes = try await repository.changes(
            from: tree(old, origin), to: tree(new, origin))
        #expect(changes.map(\.path) == ["other/b"])
        await #expect(throws: GitError.self) {
            try await repository.files(in: tree(new, origin), below: nil)
        }
    }

    @Test(arguments: 1...12)
    func changesAreThoseOfGitsOwnDiff(seed: Int) async throws {
        var random = SplitMix(seed: UInt64(seed))
        let folder = try TemporaryFolder()
        let origin = try await TestRepository.create(in: folder)
        let old = try await origin.commit(random.files(), to: "old", parents: [])
        let new = try await origin.commit(random.files(), to: "new", parents: [])
        let repository = try GitRepository(at: origin.path)
        let changes = try await repository.changes(
            from: tree(old, origin), to: tree(new, origin))
        let listing = try await origin.git(
            "diff-tree", "-r", "--no-renames", "--raw", "--no-abbrev", "-z", old.hex, new.hex)
        let parts = listing.split(separator: "\0").map(String.init)
        let expected = Set(
            stride(from: 0, to: parts.count, by: 2).map {
                String(parts[$0].dropLast(2)) + " " + parts[$0 + 1]
            })
        let zero = ObjectID.zero.hex
        let ours = changes.map { change in
            let modes = [change.old, change.new].map { file in
                file.map { String($0.mode.rawValue, radix: 8) } ?? "000000"
            }
            let ids = [change.old, change.new].map { $0?.id.hex ?? zero }
            return ":\(modes[0]) \(modes[1]) \(ids[0]) \(ids[1]) \(change.path)"
        }
        #expect(Set(ours) == expected)
        #expect(ours.count == expected.count)
    }

    @Test func anEmptySideIsAllAdditionsOrAllDeletions() async throws {
        let world = try await World()
        let repository = try world.open()
        let tree = try await tree(world.second, world.origin)
        let added = try await repository.changes(from: nil, to: tree)
        #expect(added.map(\.path) == ["people/ada.toml", "people/bob.toml"])
        #expect(added.allSatisfy { $0.old == nil })
        let removed = try await repository.changes(from: tree, to: nil)
        #expect(removed.allSatisfy { $0.new == nil } && removed.count == 2)
        #expect(try await repository.changes(from: tree, to: tree).isEmpty)
        #expect(try await repository.changes(from: nil, to: nil).isEmpty)
    }
}

import GitAccess
import GitModel
import Subprocess
import TestSupport
import Testing

@Suite("Merging three trees") struct TreeMergeTests {
    typealias Files = [String: TestFile]

    /// Three trees in one repository; every contested file is a conflict unless a test resolves it.
    private struct Arena {
        let folder: TemporaryFolder
        let origin: TestRepository
        let repository: GitRepository

        init() async throws {
            folder = try TemporaryFolder()
            origin = try await TestRepository.create(in: folder)
            repository = try GitRepository(at: origin.path)
        }

        func tree(_ files: Files) async throws -> TreeID {
            let commit = try await origin.commit(files, to: "trees", parents: [])
            return try #require(try await origin.tree(of: commit))
        }

        func merge(
            _ base: Files?, _ ours: Files, _ theirs: Files,
            resolve: @escaping @Sendable (ContestedFile) throws(GitError) -> Resolution = {
                (_) throws(GitError) in .conflict("contested")
            }
        ) async throws -> TreeMerge {
            var common: TreeID?
            if let base { common = try await tree(base) }
            return try await repository.merge(
                base: common, ours: tree(ours), theirs: tree(theirs), resolve: resolve)
        }

        /// The tree of `git merge-tree` over base, ours and theirs; nil when it conflicts.
        func mergedByGit(_ trees: [TreeID]) async throws -> String? {
            let base = try await origin.git("commit-tree", "-m", "base", trees[0].hex)
            var tips: [String] = []
            for tree in trees.dropFirst() {
                tips.append(
                    try await origin.git("commit-tree", "-m", "side", "-p", base, tree.hex))
            }
            do {
                return try await origin.git("merge-tree", "--write-tree", tips[0], tips[1])
            } catch let failure as GitProgram.Failure where failure.exit == .exited(1) {
                return nil
            }
        }
    }

    struct CleanRow: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let base: Files?
        let ours: Files
        let theirs: Files
        let merged: Files
    }

    static let cleanRows = [
        CleanRow(
            testDescription: "changes of different files are both taken",
            base: ["a": "1", "d/b": "1", "d/c": "1"], ours: ["a": "2", "d/b": "1", "d/c": "2"],
            theirs: ["a": "1", "d/b": "2", "d/c": "1"],
            merged: ["a": "2", "d/b": "2", "d/c": "2"]),
        CleanRow(
            testDescription: "the same change on both sides is taken once",
            base: ["a": "1", "b": "1"], ours: ["a": "2", "b": "1"], theirs: ["a": "2", "b": "2"],
            merged: ["a": "2", "b": "2"]),
        CleanRow(
            testDescription: "a file deleted on both sides is gone",
            base: ["a": "1", "b": "1"], ours: ["b": "2"], theirs: ["b": "1"],
            merged: ["b": "2"]),
        CleanRow(
            testDescription: "a folder whose last files go on both sides is gone",
            base: ["d/a": "1", "d/b": "1", "c": "1"], ours: ["d/b": "1", "c": "1"],
            theirs: ["d/a": "1", "c": "1"], merged: ["c": "1"]),
        CleanRow(
            testDescription: "a file added to a folder that the other side deletes stays",
            base: ["d/a": "1", "c": "1"], ours: ["c": "1"],
            theirs: ["d/a": "1", "d/new": "1", "c": "1"], merged: ["d/new": "1", "c": "1"]),
        CleanRow(
            testDescription: "folders added on both sides are joined",
            base: nil, ours: ["d/a": "1", "same": "1"], theirs: ["d/b": "1", "same": "1"],
            merged: ["d/a": "1", "d/b": "1", "same": "1"]),
        CleanRow(
            testDescription: "a folder takes the place of a file that the other side deletes",
            base: ["x": "1", "c": "1"], ours: ["c": "1"], theirs: ["x/y": "1", "c": "1"],
            merged: ["x/y": "1", "c": "1"]),
        CleanRow(
            testDescription: "a folder sorts as if its name ended in a slash",
            base: ["a.b": "1", "a0": "1", "z": "1"], ours: ["a.b": "1", "a0": "1", "z": "2"],
            theirs: ["a.b": "1", "a/x": "1", "a0": "1", "a-": "1", "z": "1"],
            merged: ["a.b": "1", "a/x": "1", "a0": "1", "a-": "1", "z": "2"]),
        CleanRow(
            testDescription: "links, submodules and modes that one side changes are taken",
            base: ["l": .symlink(target: "1"), "x": "1", "o": "1"],
            ours: [
                "l": .symlink(target: "2"), "x": "1", "o": "1",
                "g": .gitlink(String(repeating: "1", count: 40)),
            ],
            theirs: ["l": .symlink(target: "1"), "x": .executable("1"), "o": "2"],
            merged: [
                "l": .symlink(target: "2"), "x": .executable("1"), "o": "2",
                "g": .gitlink(String(repeating: "1", count: 40)),
            ]),
        CleanRow(
            testDescription: "everything deleted leaves an empty tree",
            base: ["a": "1", "b": "1"], ours: ["a": "1"], theirs: ["b": "1"], merged: [:]),
    ]

    @Test(arguments: cleanRows) func takesWhatOnlyOneSideChanged(row: CleanRow) async throws {
        let arena = try await Arena()
        for (ours, theirs) in [(row.ours, row.theirs), (row.theirs, row.ours)] {
            let merge = try await arena.merge(row.base, ours, theirs)
            #expect(merge == .clean(try await arena.tree(row.merged), notes: []))
        }
        try await arena.origin.git("fsck", "--strict", "--no-dangling")
    }

    struct ConflictRow: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let base: Files?
        let ours: Files
        let theirs: Files
        let conflicts: [String]
    }

    static let gitlink = TestFile.gitlink(String(repeating: "1", count: 40))
    static let otherGitlink = TestFile.gitlink(String(repeating: "2", count: 40))
    static let conflictRows = [
        ConflictRow(
            testDescription: "deleted and changed", base: ["a": "1", "b": "1"], ours: ["b": "1"],
            theirs: ["a": "2", "b": "1"], conflicts: ["a"]),
        ConflictRow(
            testDescription: "a changed file in a deleted folder", base: ["d/a": "1", "d/b": "1"],
            ours: ["x": "1"], theirs: ["d/a": "2", "d/b": "1"], conflicts: ["d/a"]),
        ConflictRow(
            testDescription: "a new file against a new folder", base: ["c": "1"],
            ours: ["x": "1", "c": "1"], theirs: ["x/y": "1", "c": "1"], conflicts: ["x"]),
        ConflictRow(
            testDescription: "a changed file against a folder", base: ["x": "1"],
            ours: ["x": "2"], theirs: ["x/y": "1"], conflicts: ["x"]),
        ConflictRow(
            testDescription: "a changed folder against a file", base: ["x/y": "1"],
            ours: ["x/y": "2"], theirs: ["x": "1"], conflicts: ["x"]),
        ConflictRow(
            testDescription: "two links", base: ["l": .symlink(target: "1")],
            ours: ["l": .symlink(target: "2")], theirs: ["l": .symlink(target: "3")],
            conflicts: ["l"]),
        ConflictRow(
            testDescription: "a link against a changed file", base: ["l": "1"],
            ours: ["l": .symlink(target: "1")], theirs: ["l": "2"], conflicts: ["l"]),
        ConflictRow(
            testDescription: "two links added", base: nil, ours: ["l": .symlink(target: "2")],
            theirs: ["l": .symlink(target: "3")], conflicts: ["l"]),
        ConflictRow(
            testDescription: "two submodules", base: nil, ours: ["g": gitlink],
            theirs: ["g": otherGitlink], conflicts: ["g"]),
        ConflictRow(
            testDescription: "a submodule against a folder", base: nil, ours: ["g": gitlink],
            theirs: ["g/a": "1"], conflicts: ["g"]),
        ConflictRow(
            testDescription: "a folder that became a submodule here and a file there",
            base: ["x/y": "1"], ours: ["x": gitlink], theirs: ["x": "1"], conflicts: ["x"]),
        ConflictRow(
            testDescription: "a folder that became a link here and a file there",
            base: ["x/y": "1"], ours: ["x": .symlink(target: "1")], theirs: ["x": "1"],
            conflicts: ["x"]),
        ConflictRow(
            testDescription: "several, in git's order",
            base: ["a.b": "1", "a/x": "1", "a0": "1", "b": "1"],
            ours: ["a.b": "2", "a/x": "2", "a0": "2", "b": "1"],
            theirs: ["a.b": "3", "a/x": "3", "a0": "3", "b": "2"],
            conflicts: ["a.b", "a/x", "a0"]),
    ]

    @Test(arguments: conflictRows) func isAConflict(row: ConflictRow) async throws {
        let arena = try await Arena()
        for (ours, theirs) in [(row.ours, row.theirs), (row.theirs, row.ours)] {
            let merge = try await arena.merge(row.base, ours, theirs)
            guard case .conflicts(let conflicts) = merge else {
                Issue.record("merged: \(merge)")
                continue
            }
            #expect(conflicts.map(\.path) == row.conflicts)
            #expect(conflicts.allSatisfy { !$0.reason.isEmpty })
        }
    }

    @Test func onlyRegularFilesAreAskedFor() async throws {
        let arena = try await Arena()
        for row in Self.conflictRows.dropLast() {
            let merge = try await arena.merge(row.base, row.ours, row.theirs) {
                (file) throws(GitError) in
                Issue.record("\(row.testDescription): \(file.path) was asked for")
                return .conflict("asked")
            }
            if case .clean = merge { Issue.record("\(row.testDescription) merged") }
        }
    }

    @Test func agreesWithGitOnRandomTrees() async throws {
        let arena = try await Arena()
        var random = SplitMix(seed: 7)
        var outcomes = (clean: 0, conflicts: 0)
        for round in 0..<40 {
            let base = random.files()
            var trees: [TreeID] = []
            for files in [base, random.changed(base), random.changed(base)] {
                trees.append(try await arena.tree(files))
            }
            let merge = try await arena.repository.merge(
                base: trees[0], ours: trees[1], theirs: trees[2]
            ) { (_) throws(GitError) in .conflict("contested") }
            let expected = try await arena.mergedByGit(trees)
            switch merge {
            case .clean(let tree, _):
                outcomes.clean += 1
                #expect(tree.hex == expected, "round \(round)")
            case .conflicts(let conflicts):
                outcomes.conflicts += 1
                #expect(expected == nil, "round \(round): \(conflicts)")
            }
        }
        #expect(outcomes.clean > 8 && outcomes.conflicts > 8, "\(outcomes)")
    }

    @Test func aResolvedFileIsWrittenWithItsModeAndNote() async throws {
        let arena = try await Arena()
        let merge = try await arena.merge(
            ["d/a": "1", "z": "1"], ["d/a": "2", "z": "1"],
            ["d/a": .executable("3"), "z": "2"]
        ) { (file) throws(GitError) in
            #expect(file.path == "d/a")
            #expect(file.base?.bytes == Array("1".utf8))
            #expect(file.ours?.bytes == Array("2".utf8))
            #expect(file.theirs?.mode == .executable)
            return .file(Array("2+3".utf8), .executable, note: "joined")
        }
        let expected = try await arena.tree(["d/a": .executable("2+3"), "z": "2"])
        #expect(
            merge == .clean(expected, notes: [MergeConflict(path: "d/a", reason: "joined")]))
    }

    @Test func aNameThatIsNotUTF8Survives() async throws {
        let arena = try await Arena()
        func tree(_ odd: String, _ plain: String) async throws -> TreeID {
            var lines: [UInt8] = []
            for (name, text) in [(Array("caf".utf8) + [0xE9], odd), (Array("z".utf8), plain)] {
                let blob = try await arena.origin.git(
                    "hash-object", "-w", "--stdin", input: Array(text.utf8))
                lines += Array("100644 blob \(blob)\t".utf8) + name + [10]
            }
            let id = try await arena.origin.git("mktree", input: lines)
            return try #require(TreeID(hex: id))
        }
        let base = try await tree("1", "1")
        let merge = try await arena.repository.merge(
            base: base, ours: tree("1", "2"), theirs: tree("2", "1")
        ) { (_) throws(GitError) in .conflict("contested") }
        #expect(merge == .clean(try await tree("2", "2"), notes: []))

        let contested = try await arena.repository.merge(
            base: base, ours: tree("2", "1"), theirs: tree("3", "1")
        ) { (_) throws(GitError) in .file(Array("4".utf8), .file) }
        #expect(contested == .clean(try await tree("4", "1"), notes: []))
    }

    @Test func listsTheFirstTwentyConflicts() async throws {
        let arena = try await Arena()
        func files(_ text: String) -> Files {
            Dictionary(uniqueKeysWithValues: (10..<40).map { ("f\($0)", TestFile.text(text)) })
        }
        let merge = try await arena.merge(files("1"), files("2"), files("3"))
        guard case .conflicts(let conflicts) = merge else {
            Issue.record("merged")
            return
        }
        #expect(conflicts.map(\.path) == (10..<30).map { "f\($0)" })
    }

    @Test func aFileTooLargeToMergeComesWithoutItsBytes() async throws {
        let arena = try await Arena()
        let large = TestFile.bytes([UInt8](repeating: 65, count: 8 << 20) + [66])
        let merge = try await arena.merge(["a": "1"], ["a": "2"], ["a": large]) {
            (file) throws(GitError) in
            let theirs = file.theirs
            return .conflict("\(theirs?.isTooLarge == true) \(theirs?.bytes.count ?? -1)")
        }
        #expect(merge == .conflicts([MergeConflict(path: "a", reason: "true 0")]))
    }

    @Test func foldersNestedTooDeepAreRefused() async throws {
        let arena = try await Arena()
        func files(_ text: String) -> Files {
            [String(repeating: "d/", count: 65) + "file": .text(text)]
        }
        let error = await #expect(throws: GitError.self) {
            try await arena.merge(files("1"), files("2"), files("3"))
        }
        #expect(error?.code == .limitExceeded)
    }

    @Test func aMissingObjectIsAnErrorNotAConflict() async throws {
        let arena = try await Arena()
        let base = try await arena.tree(["d/a": "base"])
        let ours = try await arena.tree(["d/a": "ours"])
        let theirs = try await arena.tree(["d/a": "theirs"])
        for object in ["\(theirs.hex):d/a", "\(theirs.hex):d"] {
            let id = try await arena.origin.git("rev-parse", object)
            try removeFile("\(arena.origin.path)/objects/\(id.prefix(2))/\(id.dropFirst(2))")
            let fresh = try GitRepository(at: arena.origin.path)
            let error = await #expect(throws: GitError.self) {
                try await fresh.merge(base: base, ours: ours, theirs: theirs) {
                    (_) throws(GitError) in .conflict("contested")
                }
            }
            #expect(error?.message.contains(id) == true, "\(object)")
        }
    }

    /// Trees that git's own checks refuse, in which a name could be lost or reach outside.
    @Test(arguments: [["x", "x"], [".git"], [".."]]) func aMalformedTreeIsAnError(
        names: [String]
    ) async throws {
        let arena = try await Arena()
        let blob = try await arena.origin.git(
            "hash-object", "-w", "--stdin", input: Array("2".utf8))
        var raw: [UInt8] = []
        for name in names {
            raw += Array("100644 \(name)\0".utf8) + (ObjectID(hex: blob)?.bytes ?? [])
        }
        let id = try await arena.origin.git(
            "hash-object", "-t", "tree", "-w", "--literally", "--stdin", input: raw)
        let malformed = try #require(TreeID(hex: id))
        let base = try await arena.tree(["a": "1"])
        let ours = try await arena.tree(["a": "2"])
        let error = await #expect(throws: GitError.self) {
            try await arena.repository.merge(base: base, ours: ours, theirs: malformed) {
                (_) throws(GitError) in .conflict("contested")
            }
        }
        #expect(error?.code == .invalid)
    }

    @Test func anErrorOfTheResolverEndsTheMerge() async throws {
        let arena = try await Arena()
        let full = GitError(
            code: .generic, category: .operatingSystem, operation: "write",
            message: "No space left on device")
        let error = await #expect(throws: GitError.self) {
            try await arena.merge(["a": "1"], ["a": "2"], ["a": "3"]) {
                (_) throws(GitError) in throw full
            }
        }
        #expect(error == full)
    }
}

extension SplitMix {
    /// The same tree with three to eight places changed, removed, added or made a folder. No two
    /// paths get the same text, so that git finds no renames.
    fileprivate mutating func changed(_ files: [String: TestFile]) -> [String: TestFile] {
        var files = files
        for _ in 0..<Int.random(in: 3...8, using: &self) {
            guard let path = files.keys.sorted().randomElement(using: &self) else { continue }
            let version = Int.random(in: 0...1, using: &self)
            switch Int.random(in: 0..<4, using: &self) {
            case 0: files[path] = nil
            case 1:
                files[path] = nil
                files[path + "/inner"] = .text("\(path)/inner \(version)")
            case 2: files[path + "-new"] = .text("\(path)-new \(version)")
            default: files[path] = .text("\(path) \(version)")
            }
        }
        return files
    }
}

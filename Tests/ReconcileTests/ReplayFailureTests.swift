import Foundation
import GitAccess
import GitModel
import Reconcile
import TestSupport
import Testing

/// Only a real conflict may escape: what is broken is an error, and changes nothing.
@Suite("A replay that git cannot carry out") struct ReplayFailureTests {
    /// The file of a loose object.
    private func file(_ object: String, _ world: ReplayArena) async throws -> String {
        let id = try await world.origin.git("rev-parse", object)
        return "\(world.origin.path)/objects/\(id.prefix(2))/\(id.dropFirst(2))"
    }

    private func world() async throws -> ReplayArena {
        let world = try await ReplayArena(["a": "1\n2\n3\n4\n", "d/b": "1"])
        try await world.local(["a": "one\n2\n3\n4\n", "d/new": "new"])
        try await world.remote(["a": "1\n2\n3\nfour\n"])
        return world
    }

    private func error(of world: ReplayArena) async throws -> GitError? {
        let before = try await world.origin.git("for-each-ref")
        let tips = try await world.tips()
        let repository = try GitRepository(at: world.origin.path)
        let replay = Replay(
            repository: repository, committer: .livetree, logger: world.logs.logger)
        let error = await #expect(throws: GitError.self) {
            try await replay.replay(
                tips.local, onto: tips.remote, published: [], at: ReplayArena.date)
        }
        #expect(try await world.origin.git("for-each-ref") == before)
        return error
    }

    static let objects = [
        "main:a", "theirs:a", "main~1:a", "main:d/new", "main:d", "main^{tree}", "main",
    ]

    @Test(arguments: objects) func aMissingObjectIsAnError(object: String) async throws {
        let world = try await world()
        let path = try await file(object, world)
        let id = try await world.origin.git("rev-parse", object)
        // Without the tips' objects git itself lists no references: they are read before.
        let tips = try await world.tips()
        try FileManager.default.removeItem(atPath: path)
        let repository = try GitRepository(at: world.origin.path)
        let replay = Replay(
            repository: repository, committer: .livetree, logger: world.logs.logger)
        let error = await #expect(throws: GitError.self) {
            try await replay.replay(
                tips.local, onto: tips.remote, published: [], at: ReplayArena.date)
        }
        #expect(error?.message.contains(id) == true)
    }

    @Test(arguments: ["main:a", "theirs:a", "main:d"]) func aDamagedObjectIsAnError(
        object: String
    ) async throws {
        let world = try await world()
        let path = try await file(object, world)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        try Data("damaged".utf8).write(to: URL(fileURLWithPath: path))
        #expect(try await error(of: world)?.isStorageFull == false)
    }

    @Test func aStoreThatCannotBeWrittenIsAnError() async throws {
        let world = try await world()
        let packs = world.origin.path + "/objects/pack"
        try #require(try FileManager.default.contentsOfDirectory(atPath: packs).isEmpty)
        // A file where a folder is wanted stops root too, whom no permission stops.
        try FileManager.default.removeItem(atPath: packs)
        try Data().write(to: URL(fileURLWithPath: packs))
        let before = try await world.origin.git("for-each-ref")
        await #expect(throws: GitError.self) { try await world.replay() }
        #expect(try await world.origin.git("for-each-ref") == before)
    }

    @Test func aCommitWithoutAnAuthorIsAnError() async throws {
        let world = try await world()
        let tree = try await world.origin.git("rev-parse", "main^{tree}")
        let raw = "tree \(tree)\nparent \(world.base)\ncommitter C <c@x> 2 +0000\n\nOdd\n"
        let commit = try await world.origin.git(
            "hash-object", "-t", "commit", "-w", "--literally", "--stdin", input: Array(raw.utf8))
        try await world.origin.git("update-ref", "refs/heads/main", commit)
        #expect(try await error(of: world)?.message.contains(commit) == true)
    }

    @Test func moreThanTenThousandCommitsAreAnError() async throws {
        let world = try await world()
        var stream = "reset refs/heads/main\nfrom \(world.base)\n\n"
        for number in 0..<10_001 {
            stream += "commit refs/heads/main\ncommitter C <c@x> \(number) +0000\ndata 1\nx\n"
        }
        try await world.origin.git("fast-import", "--quiet", "--force", input: Array(stream.utf8))
        let error = try await error(of: world)
        #expect(error?.code == .limitExceeded)
        #expect(error?.message.contains("10000 commits") == true)
    }
}

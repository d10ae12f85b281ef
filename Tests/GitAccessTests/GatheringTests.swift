import GitModel
import TestSupport
import Testing

@testable import GitAccess

@Suite("Gathering objects") struct GatheringTests {
    private let line = Array("A <a@example.org> 1 +0000".utf8)

    private func commit(
        _ store: any GatheringStore, on parent: CommitID, _ message: String
    ) async throws -> CommitID {
        try await store.writeCommit(
            tree: try await store.info(of: parent).tree, parents: [parent], author: line,
            committer: line, encoding: nil, message: Array(message.utf8))
    }

    @Test func showsNobodyElseWhatIsNotSettled() async throws {
        let world = try await World()
        let repository = try GitRepository(at: world.origin.path)
        let before = world.folder.listing(of: "origin.git/objects")
        let store = try await repository.gathering()
        var tip = world.second
        for number in 0..<50 { tip = try await commit(store, on: tip, "\(number)\n") }
        #expect(try await store.info(of: tip).parents.count == 1)
        #expect(try await store.isAncestor(world.second, of: tip))
        let id = tip
        await #expect(throws: GitError.self) { _ = try await repository.info(of: id) }
        #expect(world.folder.listing(of: "origin.git/objects") == before)
    }

    @Test func settlesAllAsOnePackThatGitReads() async throws {
        let world = try await World()
        let repository = try GitRepository(at: world.origin.path)
        let loose = try await world.origin.git("count-objects")
        let store = try await repository.gathering()
        var tip = world.second
        for number in 0..<50 { tip = try await commit(store, on: tip, "\(number)\n") }
        try await store.settle()
        #expect(try await repository.info(of: tip).parents.count == 1)
        #expect(try await world.origin.git("count-objects") == loose)
        try await world.origin.git("update-ref", "refs/heads/gathered", tip.hex)
        #expect(try await world.origin.git("rev-list", "--count", "gathered", "^main") == "50")
        try await world.origin.git("fsck", "--full", "--strict")
        // Once more, with nothing new and with something.
        let packs = world.folder.listing(of: "origin.git/objects/pack")
        try await store.settle()
        #expect(world.folder.listing(of: "origin.git/objects/pack") == packs)
        let next = try await commit(store, on: tip, "next\n")
        try await store.settle()
        #expect(try await repository.info(of: next).parents == [tip])
    }

    @Test func keepsWhatItHasWhenUpkeepTakesPacksAway() async throws {
        let world = try await World()
        let repository = try GitRepository(at: world.origin.path)
        let store = try await repository.gathering()
        let first = try await commit(store, on: world.second, "first\n")
        try await world.origin.git("repack", "-a", "-d", "-q")
        PackGenerations.advance(PackGenerations.resolved(world.origin.path))
        let second = try await commit(store, on: first, "second\n")
        try await store.settle()
        #expect(try await repository.info(of: second).parents == [first])
        #expect(try await repository.info(of: first).parents == [world.second])
    }
}

import Foundation
import GRDB
import GitAccess
import GitModel
import TestSupport
import Testing

@testable import LiveData

/// What one start leaves in the search index, the next one serves, as long as it is true.
@Suite struct KeptIndexTests {
    private static let three: [String: TestFile] = [
        ".gitsheets/people.toml": World.people, "people/a.toml": .person("a", "a river"),
        "people/b.toml": .person("b", "a park"), "people/c.toml": .person("c", "a street"),
    ]

    private func open(
        _ world: World, program: String = "one", boot: String = "first"
    ) async throws -> SearchIndex {
        try await SearchIndex.open(
            in: world.folder.child("kept"), program: program, boot: boot)
    }

    /// An index with the rows of `Self.three`, whose process is gone; closed first if so wanted.
    private func leave(in world: World, closed: Bool = false) async throws -> CommitInfo {
        let index = try await open(world)
        let commit = try await world.commit(Self.three)
        _ = try await world.builder(search: index).build(commit: commit, over: nil)
        #expect(try await index.rowCount() == 3)
        if closed { await index.close() }
        return commit
    }

    private func found(_ word: String, _ index: SearchIndex, in snapshot: Snapshot) async throws
        -> [String]
    {
        try await index.search(word, sheet: nil, limit: 10, in: snapshot).hits.map(\.path).sorted()
    }

    @Test func aSecondStartReadsNoRecordAgain() async throws {
        let world = try await World.make()
        let commit = try await leave(in: world)
        // Whoever reads a record now fails.
        let blob = try await world.origin.git("rev-parse", "main:people/b.toml")
        let id = blob.trimmingCharacters(in: .whitespacesAndNewlines)
        let object = "\(world.origin.path)/objects/\(id.prefix(2))/\(id.dropFirst(2))"
        try FileManager.default.moveItem(atPath: object, toPath: world.folder.child("taken"))
        let index = try await open(world)
        let builder = SnapshotBuilder(
            repository: world.repository, blobs: BlobReader(path: world.origin.path),
            search: index, badRecords: .refuse)
        let snapshot = try await builder.build(
            commit: commit, over: nil, indexing: .laterWhenLarge
        ).snapshot
        #expect(!index.isBuilding)
        #expect(try await found("park", index, in: snapshot) == ["b"])
        try FileManager.default.moveItem(atPath: world.folder.child("taken"), toPath: object)
        let fresh = try SearchIndex(path: nil)
        snapshot.expectSame(
            as: try await world.builder(search: fresh).build(commit: commit, over: nil).snapshot)
    }

    @Test(arguments: [21, 22, 23, 24] as [UInt64])
    func everyStartServesWhatItWouldHaveRead(seed: UInt64) async throws {
        let world = try await World.make()
        var story = EditStory(seed: seed, breaksThings: true)
        for step in 0..<8 {
            let commit = try await world.commit(story.nextEdits())
            let index = try await open(world)
            let kept = try await world.builder(.skip, search: index)
                .build(commit: commit, over: nil).snapshot
            let fresh = try SearchIndex(path: nil)
            let full = try await world.builder(.skip, search: fresh)
                .build(commit: commit, over: nil).snapshot
            kept.expectSame(as: full)
            try await index.sweep()
            #expect(try await index.rowCount() == full.recordCount)
            for word in EditStory.words {
                let hits = try await index.search(word, sheet: nil, limit: 1_000, in: kept).hits
                let others = try await fresh.search(word, sheet: nil, limit: 1_000, in: full).hits
                #expect(Set(hits.map { "\($0.sheet)/\($0.path)" }).count == hits.count)
                #expect(
                    Set(hits.map { "\($0.sheet)/\($0.path) \($0.snippet)" })
                        == Set(others.map { "\($0.sheet)/\($0.path) \($0.snippet)" }))
            }
            if step.isMultiple(of: 2) { await index.close() }
        }
    }

    @Test func aReloadAfterAKeptStartIsSearched() async throws {
        let world = try await World.make()
        _ = try await leave(in: world)
        let index = try await open(world)
        let tip = try #require(try await world.origin.tip())
        let first = try await world.builder(search: index)
            .build(commit: try await world.repository.info(of: tip), over: nil).snapshot
        let second = try await world.builder(search: index).build(
            commit: try await world.commit([
                "people/d.toml": .person("d", "a bridge"), "people/a.toml": .removed,
                "people/b.toml": .person("b", "a bridge too"),
            ]), over: first
        ).snapshot
        #expect(try await found("bridge", index, in: second) == ["b", "d"])
        #expect(try await found("river", index, in: first) == ["a"])
        #expect(try await found("river", index, in: second) == [])
    }

    @Test func anotherProgramReadsEverything() async throws {
        let world = try await World.make()
        _ = try await leave(in: world, closed: true)
        let index = try await open(world, program: "two")
        #expect(try await index.rowCount() == 0)
        #expect(index.stored.rowCount == 0)
    }

    @Test func aMachineThatStoppedUnderItLeavesNothingToTrust() async throws {
        let world = try await World.make()
        _ = try await leave(in: world)
        #expect(try await open(world, boot: "second").rowCount() == 0)
    }

    @Test func aClosedIndexOutlivesTheMachine() async throws {
        let world = try await World.make()
        _ = try await leave(in: world, closed: true)
        let index = try await open(world, boot: "second")
        #expect(index.stored.rowCount == 3)
        #expect(try await open(world, boot: "third").rowCount() == 0)
    }

    @Test func aCopyOfAnOpenIndexIsNotUsed() async throws {
        let world = try await World.make()
        _ = try await leave(in: world)
        let kept = world.folder.child("kept")
        let moved = world.folder.child("moved")
        try FileManager.default.moveItem(atPath: kept, toPath: moved)
        try FileManager.default.copyItem(atPath: moved, toPath: kept)
        #expect(try await open(world).rowCount() == 0)
    }

    @Test func aRecordWhoseBytesChangedIsReadAnew() async throws {
        let world = try await World.make()
        let commit = try await leave(in: world)
        let index = try await open(world)
        try await index.pool.write { database in
            try database.execute(
                sql: "UPDATE rows SET json = ? WHERE path = ?",
                arguments: [Data("{\"slug\":\"liar\"}".utf8), Data("b".utf8)])
        }
        let again = try await open(world)
        let snapshot = try await world.builder(search: again)
            .build(commit: commit, over: nil).snapshot
        let json = try #require(snapshot.record(sheet: "people", path: "b")?.json)
        #expect(String(decoding: json, as: UTF8.self).contains("a park"))
        #expect(try await found("park", again, in: snapshot) == ["b"])
    }

    @Test(arguments: [0, 100, 4_096, 20_000])
    func aDamagedFileIsMadeAnew(at offset: UInt64) async throws {
        let world = try await World.make()
        let commit = try await leave(in: world, closed: true)
        let file = try FileHandle(
            forUpdating: URL(fileURLWithPath: world.folder.child("kept/search.sqlite")))
        try file.seek(toOffset: offset)
        try file.write(contentsOf: Data(repeating: 0xa5, count: 4_096))
        try file.close()
        let index = try await open(world)
        let snapshot = try await world.builder(search: index)
            .build(commit: commit, over: nil).snapshot
        let fresh = try SearchIndex(path: nil)
        snapshot.expectSame(
            as: try await world.builder(search: fresh).build(commit: commit, over: nil).snapshot)
    }

    @Test func whatWasFoundDamagedIsNotUsedAgain() async throws {
        let world = try await World.make()
        _ = try await leave(in: world, closed: true)
        let index = try await open(world)
        index.noteDamage(DatabaseError(resultCode: .SQLITE_CORRUPT))
        await index.close()
        #expect(try await open(world).rowCount() == 0)
        #expect(try await open(world).stored.rowCount == 0)
    }
}

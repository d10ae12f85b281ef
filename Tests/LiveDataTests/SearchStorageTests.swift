import GRDB
import GitAccess
import TestSupport
import Testing

@testable import LiveData

/// A search index that cannot grow refuses the candidate, and nothing else.
@Suite struct SearchStorageTests {
    @Test func aFullDiskRefusesTheCandidateAndChangesNothing() async throws {
        let world = try await World.make()
        let served = try await world.build([
            ".gitsheets/people.toml": World.people, "people/a.toml": .person("a", "first words"),
        ]).snapshot
        let pages = try await world.search.pool.read { database in
            try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        }
        try await limit(world.search, pages: pages)
        var files: [String: TestFile] = [:]
        for number in 0..<3_000 {
            files["people/p\(number).toml"] = .person("p\(number)", "word\(number) again")
        }
        let commit = try await world.commit(files)
        let error = await #expect(throws: SnapshotError.self) {
            try await world.builder().build(commit: commit, over: served)
        }
        #expect(error?.isStorageFull == true)
        #expect(try await world.found("first", in: served) == ["people/a"])
        #expect(try await world.found("again", in: served) == [])
        try await limit(world.search, pages: 1 << 20)
        try await world.search.sweep()
        #expect(try await world.search.rowCount() == 1)
        let retried = try await world.builder().build(commit: commit, over: served).snapshot
        #expect(try await world.found("word77 ", in: retried) == ["people/p77"])
    }

    @Test func aRecordBuiltTwiceHasOneDocument() async throws {
        let world = try await World.make()
        let commit = try await world.commit([
            ".gitsheets/people.toml": World.people, "people/a.toml": .person("a", "words"),
        ])
        let first = try await world.builder().build(commit: commit, over: nil).snapshot
        let second = try await world.builder().build(commit: commit, over: nil).snapshot
        let documents = try await world.search.pool.read { database in
            try Int.fetchOne(database, sql: "SELECT count(*) FROM documents")
        }
        #expect(documents == 1)
        #expect(try await world.found("words", in: first) == ["people/a"])
        #expect(try await world.found("words", in: second) == ["people/a"])
    }

    private func limit(_ search: SearchIndex, pages: Int) async throws {
        try await search.pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
    }
}

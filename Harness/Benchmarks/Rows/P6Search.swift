import Foundation
import GitAccess
import LiveData

/// Searches, beside the same query put to the same index with nothing around it. Within this
/// process: the row is about the function.
enum P6Search: Row {
    static let name = "P6"
    static let title = "search, best 20"

    /// What is asked: as a person types it, and in FTS5's syntax.
    private struct Query {
        let kind: String
        let text: String
        let expression: String
        /// So many hits that ranking them all would take long: bounded instead.
        var isCommon = false
    }

    private static let queries = [
        Query(kind: "rare", text: "4005 ", expression: "\"4005\""),
        Query(kind: "medium", text: "topicbcd ", expression: "\"topicbcd\""),
        Query(kind: "prefix", text: "topicbc", expression: "\"topicbc\"*"),
        Query(
            kind: "two words", text: "topicbcd community ",
            expression: "\"topicbcd\" AND \"community\""),
        Query(kind: "common", text: "community ", expression: "\"community\"", isCommon: true),
        Query(
            kind: "two common", text: "water park ", expression: "\"water\" AND \"park\"",
            isCommon: true),
        Query(kind: "common prefix", text: "wor", expression: "\"wor\"*", isCommon: true),
    ]

    static func measure(_ bench: Bench, _ report: inout RowReport) async throws {
        let sizes =
            bench.options.records.map { [$0] } ?? (bench.quick ? [20_000] : [100_000, 1_000_000])
        for records in sizes {
            bench.progress.show("making \(records) records")
            let data = try bench.store.repository(bench.corpus(records))
            let source = Source(
                repository: try GitRepository(at: data.path), blobs: BlobReader(path: data.path))
            let folder = bench.store.path("index")
            let search = try SearchIndex(path: folder)
            let snapshot = try await source.build(with: search).snapshot
            let raw = try RawSearch(index: folder)
            for query in queries {
                try await compare(
                    query, records, bench, &report,
                    own: {
                        try await search.search(query.text, sheet: nil, limit: 20, in: snapshot)
                    },
                    raw: { try raw.best(query.expression, limit: 20) },
                    snippets: { try raw.snippets(query.expression, limit: 20) })
            }
        }
    }

    private static func compare(
        _ query: Query, _ records: Int, _ bench: Bench, _ report: inout RowReport,
        own: @escaping () async throws -> SearchAnswer, raw: @escaping () throws -> Int,
        snippets: @escaping () throws -> Int
    ) async throws {
        let answer = try await own()
        let hits = try raw()
        guard answer.hits.count == hits,
            answer.truncated || !query.isCommon || records < 20_000
        else {
            throw BenchmarkError.inconsistent(
                "\(query.text): \(answer.hits.count) hits, FTS5 has \(hits)")
        }
        let name = "\(records), \(query.kind)"
        let sides = [
            Side("\(name): livetree", "ms") {
                let start = ContinuousClock.now
                _ = try await own()
                return (.now - start).milliseconds
            },
            Side("\(name): FTS5", "ms") {
                let start = ContinuousClock.now
                _ = try raw()
                return (.now - start).milliseconds
            },
            // A floor: what a site would show, without checks of the snapshot.
            Side("\(name): FTS5 with snippets", "ms") {
                let start = ContinuousClock.now
                _ = try snippets()
                return (.now - start).milliseconds
            },
        ]
        let slow = records > 100_000 && query.isCommon
        let times = try await bench.turns.run(
            sides, rounds: slow ? 5 : bench.rounds(51, quick: 31), warmups: slow ? 1 : 5)
        report.add(times)
        if query.isCommon {
            report.claim("\(name): ms, truncated", times[0], .atMost(10))
        } else {
            report.claim("\(name): livetree / FTS5", times[0] / times[1], .atMost(1.3))
            report.add((times[0] / times[2]).named("\(name): livetree / FTS5 with snippets"))
        }
    }
}

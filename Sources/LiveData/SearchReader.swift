import Foundation
import GRDB

/// Answers one query on one database connection, for one snapshot.
struct SearchReader {
    let database: Database
    let query: SearchQuery
    /// The rows to look at: those of one sheet, or all.
    let range: ClosedRange<Int64>
    let declarations: [RowNumbers.Declaration]
    let snapshot: Snapshot

    /// True when ranking all documents would take long: BM25 looks at every document of every
    /// word of the query, so the bound is on the words, not on the hits.
    func isTooCommon() throws -> Bool {
        let bound = Limits.rankedDocuments / max(1, query.words.count)
        for word in query.words {
            if try standsForManyTerms(word) { return true }
            let documents = try Int.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT count(*) FROM (
                            SELECT 1 FROM documents WHERE documents MATCH ? LIMIT ?
                        )
                        """),
                arguments: [word.pattern, bound + 1])
            if documents ?? 0 > bound { return true }
        }
        return false
    }

    /// A prefix without an index of its length is answered by collecting all its terms first.
    private func standsForManyTerms(_ word: SearchQuery.Word) throws -> Bool {
        guard word.isPrefix else { return false }
        let first = String(decoding: FoldedWord.fold(word.text.utf8), as: UTF8.self)
        guard first.unicodeScalars.count > 3 else { return false }
        let terms = try Int.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT count(*) FROM (
                        SELECT 1 FROM vocabulary WHERE term >= ? AND term < ? LIMIT ?
                    )
                    """),
            arguments: [first, first + "\u{10FFFF}", Limits.prefixTerms + 1])
        return terms ?? 0 > Limits.prefixTerms
    }

    /// All hits are ranked by SQLite; they are read best first until `limit` are this snapshot's.
    func ranked(limit: Int) throws -> SearchAnswer {
        let enough = limit + Limits.spareHits
        var best = try ranked(limit, of: enough)
        // So many rows of other snapshots are rare.
        if best.hits.count < limit, best.looked == enough { best = try ranked(limit, of: -1) }
        return SearchAnswer(hits: best.hits, truncated: false)
    }

    /// The best hits of the best `count` rows; -1: of all. The rank is asked for once a row: with
    /// FTS5's own `ORDER BY rank` a selected rank would count every document a second time.
    private func ranked(_ limit: Int, of count: Int) throws -> (hits: [SearchHit], looked: Int) {
        let matcher = TextMatcher(query)
        let rows = try Row.fetchCursor(
            database.cachedStatement(
                sql: """
                    SELECT r.declaration, r.path, r.blob, -best.score, best.id FROM (
                        SELECT rowid AS id, bm25(documents) AS score FROM documents
                        WHERE documents MATCH ? AND rowid BETWEEN ? AND ?
                        ORDER BY score, id LIMIT ?
                    ) AS best CROSS JOIN rows r ON r.id = best.id ORDER BY best.score, best.id
                    """),
            arguments: [query.pattern, range.lowerBound, range.upperBound, count])
        var hits: [SearchHit] = []
        var looked = 0
        while hits.count < limit, let row = try rows.next() {
            looked += 1
            guard let key = heldKey(of: row), let body = try body(of: row[4]) else { continue }
            hits.append(
                SearchHit(
                    sheet: key.sheet, path: key.path, score: row[3],
                    snippet: matcher.snippet(of: body)))
        }
        return (hits, looked)
    }

    private func body(of row: Int64) throws -> String? {
        try String.fetchOne(
            database.cachedStatement(sql: "SELECT body FROM documents WHERE rowid = ?"),
            arguments: [row])
    }

    /// The hits indexed last are ranked here by their text; `truncated` if there may be more.
    func sampled(limit: Int) throws -> SearchAnswer {
        let matcher = TextMatcher(query)
        let rows = try Row.fetchCursor(
            database.cachedStatement(
                sql: """
                    SELECT r.declaration, r.path, r.blob, documents.body
                    FROM documents CROSS JOIN rows r ON r.id = documents.rowid
                    WHERE documents MATCH ? AND documents.rowid BETWEEN ? AND ?
                    ORDER BY documents.rowid DESC
                    """),
            arguments: [query.pattern, range.lowerBound, range.upperBound])
        var found: [(key: RowKey, weight: Double, text: String)] = []
        var looked = 0
        var bytes = 0
        var truncated = false
        while let row = try rows.next() {
            guard found.count < Limits.sampledHits, looked < Limits.sampledRows,
                bytes < Limits.sampledBytes
            else {
                truncated = true
                break
            }
            looked += 1
            guard let key = heldKey(of: row) else { continue }
            let text = row[3] as String
            bytes += text.utf8.count
            found.append((key, matcher.weight(of: text), text))
        }
        found.sort { $0.weight > $1.weight }
        let hits = found.prefix(limit).map { hit in
            SearchHit(
                sheet: hit.key.sheet, path: hit.key.path, score: hit.weight,
                snippet: matcher.snippet(of: hit.text))
        }
        return SearchAnswer(hits: Array(hits), truncated: truncated)
    }

    /// Every record of the snapshot that the query finds, not ranked and not bounded.
    func all() throws -> [(sheet: String, record: Record)] {
        let rows = try Row.fetchCursor(
            database.cachedStatement(
                sql: """
                    SELECT r.declaration, r.path, r.blob
                    FROM documents CROSS JOIN rows r ON r.id = documents.rowid
                    WHERE documents MATCH ? AND documents.rowid BETWEEN ? AND ?
                    """),
            arguments: [query.pattern, range.lowerBound, range.upperBound])
        var found: [(sheet: String, record: Record)] = []
        while let row = try rows.next() {
            guard let key = heldKey(of: row),
                let record = snapshot.record(sheet: key.sheet, path: key.path)
            else { continue }
            found.append((key.sheet, record))
        }
        return found
    }

    private func heldKey(of row: Row) -> RowKey? {
        guard let key = SearchIndex.key(of: row, startingAt: 0, declarations: declarations),
            key.isHeld(in: snapshot.sheets)
        else { return nil }
        return key
    }
}

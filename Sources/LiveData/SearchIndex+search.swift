import GRDB
import Synchronization

extension SearchIndex {
    /// Finds the records of a snapshot that hold all words of `query`, best first.
    ///
    /// The hits are exactly the snapshot's. When `truncated` is false and there are fewer than
    /// `limit` (1…`Limits.hits`), they are all. A query without a searchable word finds nothing.
    package func search(
        _ query: String, sheet: String?, limit: Int, in snapshot: Snapshot
    ) async throws(SearchError) -> SearchAnswer {
        let nothing = SearchAnswer(hits: [], truncated: false)
        let limit = min(limit, Limits.hits)
        guard limit > 0 else { return nothing }
        let answer = try await read(query, sheet: sheet, in: snapshot) { reader in
            try self.isTooCommon(reader)
                ? try reader.sampled(limit: limit) : try reader.ranked(limit: limit)
        }
        return answer ?? nothing
    }

    /// Every record of one sheet that `query` finds, by path.
    package func records(
        matching query: String, sheet: String, in snapshot: Snapshot
    ) async throws(SearchError) -> [Record] {
        let found = try await read(query, sheet: sheet, in: snapshot) { try $0.all() } ?? []
        return found.map(\.record).sorted { PathOrder.precedes($0.path, $1.path) }
    }

    private func isTooCommon(_ reader: SearchReader) throws -> Bool {
        if let known = common.withLock({ $0.isTooCommon(reader.query) }) { return known }
        let isTooCommon = try reader.isTooCommon()
        common.withLock { $0.note(isTooCommon, of: reader.query) }
        return isTooCommon
    }

    /// Runs `body` on a connection of its own; nil when there is nothing to look for.
    private func read<Answer: Sendable>(
        _ text: String, sheet: String?, in snapshot: Snapshot,
        _ body: @escaping @Sendable (SearchReader) throws -> Answer
    ) async throws(SearchError) -> Answer? {
        let query = SearchQuery(text)
        guard !query.words.isEmpty else { return nil }
        guard !isBuilding else { throw .building }
        let (range, declarations) = numbers.withLock { ($0.range(of: sheet), $0.declarations) }
        guard let range else { return nil }
        do {
            return try await pool.read { database in
                try body(
                    SearchReader(
                        database: database, query: query, range: range,
                        declarations: declarations, snapshot: snapshot))
            }
        } catch {
            noteDamage(error)
            throw .failed("\(error)")
        }
    }
}

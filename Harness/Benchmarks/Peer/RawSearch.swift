import GRDB

/// SQLite FTS5 asked without anything around it: the very index that the server's search made.
struct RawSearch {
    private let queue: DatabaseQueue

    init(index folder: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        queue = try DatabaseQueue(path: folder + "/search.sqlite", configuration: configuration)
    }

    /// The paths of the best hits of an FTS5 expression.
    func best(_ expression: String, limit: Int) throws -> Int {
        try queue.read { database in
            try String.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT CAST(rows.path AS TEXT) FROM documents
                        CROSS JOIN rows ON rows.id = documents.rowid
                        WHERE documents MATCH ? ORDER BY documents.rank LIMIT ?
                        """),
                arguments: [expression, limit]
            ).count
        }
    }

    /// The best hits' paths and snippets, which FTS5 cuts from their texts.
    func snippets(_ expression: String, limit: Int) throws -> Int {
        try queue.read { database in
            try GRDB.Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT CAST(rows.path AS TEXT), snippet(documents, 0, '[', ']', '…', 32)
                        FROM documents CROSS JOIN rows ON rows.id = documents.rowid
                        WHERE documents MATCH ? ORDER BY documents.rank LIMIT ?
                        """),
                arguments: [expression, limit]
            ).count
        }
    }
}

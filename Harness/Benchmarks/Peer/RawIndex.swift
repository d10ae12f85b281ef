import Foundation
import GRDB

/// What SQLite alone needs for an index that the server made: the floors of a start.
struct RawIndex {
    private let file: String

    /// `data` is a repository that a server was started on.
    init(of data: CorpusRepository) { file = data.path + "/livetree/search/search.sqlite" }

    /// Milliseconds to take all texts into an FTS5 table like the server's, in a new file.
    func takeIn(at path: String) throws -> Double {
        defer {
            for end in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: path + end)
            }
        }
        let texts = try read {
            try GRDB.Row.fetchAll($0, sql: "SELECT rowid, body FROM documents").map {
                (id: $0[0] as Int64, body: $0[1] as String)
            }
        }
        let pool = try DatabasePool(path: path)
        let start = ContinuousClock.now
        try pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = OFF")
            try database.inTransaction {
                try database.execute(
                    sql: """
                        CREATE VIRTUAL TABLE documents USING fts5(
                            body, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')
                        """)
                let insert = try database.makeStatement(
                    sql: "INSERT INTO documents (rowid, body) VALUES (?, ?)")
                for text in texts { try insert.execute(arguments: [text.id, text.body]) }
                return .commit
            }
        }
        return (.now - start).milliseconds
    }

    /// Milliseconds to read every kept record, as a second start does.
    func readKept() throws -> Double {
        let start = ContinuousClock.now
        var bytes = 0
        try read { database in
            let rows = try GRDB.Row.fetchCursor(
                database, sql: "SELECT declaration, path, blob, json, checksum FROM rows")
            while let row = try rows.next() {
                bytes += try row.withUnsafeData(atIndex: 3) { $0?.count ?? 0 }
            }
        }
        guard bytes > 0 else { throw BenchmarkError.inconsistent("\(file) keeps no records") }
        return (.now - start).milliseconds
    }

    private func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: file, configuration: configuration).read(body)
    }
}

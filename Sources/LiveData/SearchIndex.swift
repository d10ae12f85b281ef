import Foundation
import GRDB
package import Logging
import Synchronization

/// Full-text search over all live generations at once, in one disposable SQLite file (FTS5).
///
/// A row names the record, blob and declaration it was made from. A hit counts only if the asking
/// snapshot serves exactly that, so every answer agrees with its snapshot while rows of newer and
/// older generations stand side by side. Rows go in before a snapshot is served and are deleted
/// only when the last snapshot that holds them is gone.
package final class SearchIndex: Sendable {
    /// First-index state: rows that wait for `index(_:)`.
    struct Backlog {
        var rows: [IndexRow] = []
        var isBuilding = false
    }

    let pool: DatabasePool
    let registry = LeaseRegistry()
    let numbers = Mutex(RowNumbers())
    let backlog = Mutex(Backlog())
    let sweeps = DataLock()
    let logger: Logger
    private let folder: IndexFolder

    /// Opens an empty index in `folder`, which is created; an index left there is wiped. Nil: a
    /// private folder that goes with the index.
    package init(
        path folder: String?, logger: Logger = Logger(label: "livetree.search")
    ) throws(SnapshotError) {
        self.logger = logger
        do {
            self.folder = try IndexFolder(path: folder)
            var configuration = Configuration()
            configuration.maximumReaderCount = max(4, ProcessInfo.processInfo.activeProcessorCount)
            configuration.prepareDatabase { database in
                try database.execute(sql: "PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY")
            }
            pool = try DatabasePool(path: self.folder.file, configuration: configuration)
            try pool.write { try Self.createTables($0) }
        } catch {
            throw Self.snapshotError(error)
        }
    }

    /// True until the first index is complete: searches have no answer yet.
    package var isBuilding: Bool { backlog.withLock { $0.isBuilding } }

    /// Number of rows, those of older generations included.
    package func rowCount() async throws(SearchError) -> Int {
        do {
            return try await pool.read { database in
                try Int.fetchOne(database, sql: "SELECT count(*) FROM rows") ?? 0
            }
        } catch {
            throw .failed("\(error)")
        }
    }

    /// `rows` tells whose a document is. An indexed prefix is answered without collecting all its
    /// words first: two and three letters are what many words share.
    private static func createTables(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE rows (
                    id INTEGER PRIMARY KEY,
                    declaration INTEGER NOT NULL,
                    path BLOB NOT NULL,
                    blob BLOB NOT NULL,
                    UNIQUE (declaration, path, blob)
                );
                CREATE VIRTUAL TABLE documents USING fts5(
                    body, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
                );
                CREATE VIRTUAL TABLE vocabulary USING fts5vocab(documents, 'row');
                """)
    }

    /// Says what went wrong in this module's terms; a full disk by its own name.
    static func snapshotError(_ error: any Error) -> SnapshotError {
        if let error = error as? SnapshotError { return error }
        if let error = error as? DatabaseError {
            let isFull =
                error.resultCode == .SQLITE_FULL
                || error.extendedResultCode == .SQLITE_IOERR_SHMSIZE
            return .search(error.description, storageFull: isFull)
        }
        let isFull = (error as? CocoaError)?.code == .fileWriteOutOfSpace
        return .search("\(error)", storageFull: isFull)
    }
}

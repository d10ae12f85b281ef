import Foundation
import GRDB
package import Logging
import Synchronization

/// Full-text search over all live generations at once, in one disposable SQLite file (FTS5).
///
/// A row names the record, blob and declaration it was made from. A hit counts only if the asking
/// snapshot serves exactly that, so every answer agrees with its snapshot while rows of newer and
/// older generations stand side by side. Rows go in before a snapshot is served and are deleted
/// only when the last snapshot that holds them is gone. For the same reason the rows of an earlier
/// start are right in the next one, and with them the records as they were served.
package final class SearchIndex: Sendable {
    /// First-index state: rows that wait for `index(_:)`.
    struct Backlog {
        var rows: [IndexRow] = []
        var isBuilding = false
    }

    /// What an earlier start left.
    struct Left {
        var records = StoredRecords()
        /// True: some of its rows belong to no snapshot.
        var hasUnheldRows = false
    }

    let pool: DatabasePool
    let registry = LeaseRegistry()
    let numbers = Mutex(RowNumbers())
    let backlog = Mutex(Backlog())
    let left = Mutex(Left())
    let common = Mutex(CommonQueries())
    let sweeps = DataLock()
    let logger: Logger
    let folder: IndexFolder

    /// Opens an empty index in `folder`, which is created; an index left there is wiped. Nil: a
    /// private folder that goes with the index.
    package convenience init(
        path folder: String?, logger: Logger = Logger(label: "livetree.search")
    ) throws(SnapshotError) {
        do {
            try self.init(empty: IndexFolder(path: folder), logger: logger)
        } catch {
            throw Self.snapshotError(error)
        }
    }

    /// Opens an empty index.
    init(empty folder: IndexFolder, logger: Logger) throws {
        try folder.wipe()
        self.folder = folder
        self.logger = logger
        pool = try Self.connect(to: folder)
        try pool.write { try Self.createTables($0) }
    }

    /// Opens the index that is there.
    init(in folder: IndexFolder, logger: Logger) throws {
        self.folder = folder
        self.logger = logger
        pool = try Self.connect(to: folder)
    }

    /// True until the first index is complete: searches have no answer yet.
    package var isBuilding: Bool { backlog.withLock { $0.isBuilding } }

    /// Snapshots that somebody holds.
    package var liveSnapshots: Int { registry.liveCount }

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

    private static func connect(to folder: IndexFolder) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.maximumReaderCount = max(4, ProcessInfo.processInfo.activeProcessorCount)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY")
        }
        return try DatabasePool(path: folder.file, configuration: configuration)
    }

    /// `rows` tells whose a document is. An indexed prefix is answered without collecting all its
    /// words first: two and three letters are what many words share.
    private static func createTables(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE state (
                    program TEXT NOT NULL, boot TEXT NOT NULL, file INTEGER NOT NULL,
                    closed INTEGER NOT NULL
                );
                CREATE TABLE declarations (
                    number INTEGER PRIMARY KEY,
                    sheet_number INTEGER NOT NULL,
                    sheet TEXT NOT NULL,
                    blob BLOB NOT NULL
                );
                CREATE TABLE rows (
                    id INTEGER PRIMARY KEY,
                    declaration INTEGER NOT NULL,
                    path BLOB NOT NULL,
                    blob BLOB NOT NULL,
                    json BLOB NOT NULL,
                    checksum INTEGER NOT NULL,
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
        if error is CancellationError { return .stopping }
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

import GRDB
package import Logging
import Synchronization

/// An index that outlives its process.
extension SearchIndex {
    /// Opens the index that an earlier start of the same `program` left in `folder`, with the
    /// records it had read; an empty one where there is none that can be trusted.
    ///
    /// `boot` names this run of the machine; nil: the system says.
    package static func open(
        in folder: String, program: String, boot: String? = nil,
        logger: Logger = Logger(label: "livetree.search")
    ) async throws(SnapshotError) -> SearchIndex {
        do {
            let folder = try IndexFolder(path: folder)
            if let kept = await kept(in: folder, program: program, boot: boot, logger) {
                return kept
            }
            let index = try SearchIndex(empty: folder, logger: logger)
            try await index.claim(IndexState(program: program, file: folder.file, boot: boot))
            return index
        } catch {
            throw snapshotError(error)
        }
    }

    /// Nil when there is none, or none to trust: to make it anew is always right.
    private static func kept(
        in folder: IndexFolder, program: String, boot: String?, _ logger: Logger
    ) async -> SearchIndex? {
        guard folder.holdsIndex else { return nil }
        do {
            let state = try IndexState(program: program, file: folder.file, boot: boot)
            let index = try SearchIndex(in: folder, logger: logger)
            guard try await index.pool.read({ try state.accepts($0) }) else { return nil }
            try await index.loadStored()
            try await index.claim(state)
            return index
        } catch {
            logger.notice(
                "the search index of an earlier start is of no use",
                metadata: ["event": "search-anew", "err": "\(error)"])
            return nil
        }
    }

    /// Leaves the index for the next start, whatever becomes of the machine. To be called when
    /// nothing is written any more.
    package func close() async {
        do {
            try await settle { database in
                // Pages that were written without waiting are waited for here.
                try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
                try self.folder.synchronize()
                try database.execute(sql: "UPDATE state SET closed = 1")
            }
        } catch {
            logger.notice(
                "the search index is made anew at the next start",
                metadata: ["event": "search-not-kept", "err": "\(error)"])
        }
    }

    /// Notes that the index is in use, before anything else is written.
    private func claim(_ state: IndexState) async throws {
        try await settle { try state.store(in: $0) }
    }

    /// Writes something that is on the disk when this returns.
    private func settle(_ body: @escaping @Sendable (Database) throws -> Void) async throws {
        try await pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try body(database)
            try database.execute(
                sql: "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA synchronous = OFF")
        }
    }

    /// Takes note of an error of the database: what it found damaged is not used again.
    func noteDamage(_ error: any Error) {
        guard let error = error as? DatabaseError,
            [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode)
        else { return }
        folder.condemn()
        logger.error(
            "the search index is damaged",
            metadata: [
                "event": "search-damaged", "err": "\(error)",
                "hint": "restart: the search index is made anew from the branch",
            ])
    }
}

import Foundation
import GRDB
import GitModel
import Logging
import Synchronization

extension SearchIndex {
    /// Deletes rows in the background whenever a snapshot ended, until cancelled. A composition
    /// root runs it once, for as long as the index is used.
    package func run() async {
        for await _ in registry.wakeUps {
            do {
                try await sweep()
            } catch is CancellationError {
                return
            } catch {
                // Rows that stay too long are never answered; the next end of a snapshot tries
                // again.
                logger.warning(
                    "search rows not deleted", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Deletes the rows that were held only by snapshots that are gone by now.
    package func sweep() async throws {
        try await sweeps.withLock {
            if left.withLock({ $0.hasUnheldRows }) {
                try await deleteAllUnheld()
                left.withLock { $0.hasUnheldRows = false }
            }
            while let ending = registry.nextEnding() {
                if let suspects = ending.suspects {
                    try await deleteUnheld(suspects)
                } else {
                    try await deleteAllUnheld()
                }
                registry.finish(ending)
            }
        }
    }

    private func deleteUnheld(_ keys: [RowKey]) async throws {
        var start = 0
        while start < keys.count {
            let end = min(start + Limits.rowsInOneTransaction, keys.count)
            let batch = keys[start..<end]
            try await pool.write { database in
                // Asked inside the transaction: a snapshot that begins to hold a row now writes
                // that row after us.
                let live = self.registry.live()
                for key in batch where !live.contains(where: { key.isHeld(in: $0) }) {
                    try self.delete(key, in: database)
                }
            }
            start = end
        }
    }

    private func delete(_ key: RowKey, in database: Database) throws {
        let declaration = RowNumbers.Declaration(sheet: key.sheet, blob: key.declaration)
        guard let number = numbers.withLock({ $0.number(of: declaration) }) else { return }
        let find = try database.cachedStatement(
            sql: "SELECT id FROM rows WHERE declaration = ? AND path = ? AND blob = ?")
        let arguments: StatementArguments = [
            number, Data(key.path.utf8), Data(key.blob.object.bytes),
        ]
        guard let row = try Int64.fetchOne(find, arguments: arguments) else { return }
        try delete(row, in: database)
    }

    private func delete(_ row: Int64, in database: Database) throws {
        try database.cachedStatement(sql: "DELETE FROM documents WHERE rowid = ?")
            .execute(arguments: [row])
        try database.cachedStatement(sql: "DELETE FROM rows WHERE id = ?")
            .execute(arguments: [row])
    }

    /// Looks at all rows, a batch at a time.
    private func deleteAllUnheld() async throws {
        var last: Int64? = -1
        while let after = last {
            last = try await pool.write { try self.deleteUnheldRows(after: after, in: $0) }
        }
    }

    /// Returns the number of the last row looked at; nil at the end.
    private func deleteUnheldRows(after start: Int64, in database: Database) throws -> Int64? {
        let live = registry.live()
        let declarations = numbers.withLock { $0.declarations }
        let select = try database.cachedStatement(
            sql: """
                SELECT id, declaration, path, blob FROM rows WHERE id > ? ORDER BY id LIMIT ?
                """)
        let rows = try Row.fetchAll(select, arguments: [start, Limits.rowsInOneTransaction])
        for row in rows {
            let key = Self.key(of: row, startingAt: 1, declarations: declarations)
            if let key, live.contains(where: { key.isHeld(in: $0) }) { continue }
            try delete(row[0] as Int64, in: database)
        }
        return rows.last?[0]
    }

    /// Reads declaration, path and blob from three neighbouring columns.
    static func key(
        of row: Row, startingAt column: Int, declarations: [RowNumbers.Declaration]
    ) -> RowKey? {
        let number = row[column] as Int
        guard declarations.indices.contains(number) else { return nil }
        let path = (row[column + 1] as Data?).map { String(decoding: $0, as: UTF8.self) }
        let blob = (row[column + 2] as Data?).flatMap { data in
            data.count == ObjectID.byteCount
                ? data.withUnsafeBytes { BlobID(ObjectID(bytes: $0)) } : nil
        }
        guard let path, let blob else { return nil }
        let declaration = declarations[number]
        return RowKey(
            sheet: declaration.sheet, declaration: declaration.blob, path: path, blob: blob)
    }
}

import Foundation
import GRDB
import GitModel
import Synchronization

extension SearchIndex {
    /// Takes note of a snapshot that is about to be made. `rows` are those that only one of it and
    /// `base` holds; as long as the lease lives, no row the snapshot holds is deleted.
    func begin(
        sheets: [String: SheetSnapshot], over base: SearchLease?, differing rows: [RowKey]
    ) -> SearchLease {
        registry.begin(sheets: sheets, over: base, differing: rows)
    }

    /// Writes rows; those that are there already stay as they are.
    ///
    /// When it throws, some rows may be in. They go when the lease they were written for ends.
    func insert(_ rows: [IndexRow]) async throws(SnapshotError) {
        try await write(rows, onlyHeld: false)
    }

    /// Keeps the rows of a first build until `index(_:)`.
    func postpone(_ rows: [IndexRow]) {
        backlog.withLock { backlog in
            backlog.rows.append(contentsOf: rows)
            backlog.isBuilding = !backlog.rows.isEmpty
        }
    }

    /// Writes the rows of a snapshot that was built with `Indexing.later`; from then on searches
    /// have answers. After an error it can be called again.
    package func index(_ snapshot: Snapshot) async throws(SnapshotError) {
        let rows = backlog.withLock { backlog in
            let rows = backlog.rows
            backlog.rows = []
            return rows
        }
        do {
            try await write(rows, onlyHeld: true)
        } catch {
            backlog.withLock { $0.rows.append(contentsOf: rows) }
            throw error
        }
        withExtendedLifetime(snapshot) {
            backlog.withLock { $0.isBuilding = !$0.rows.isEmpty }
        }
    }

    private func write(_ rows: [IndexRow], onlyHeld: Bool) async throws(SnapshotError) {
        var start = 0
        while start < rows.count {
            let end = min(start + Limits.rowsInOneTransaction, rows.count)
            let batch = rows[start..<end]
            do {
                try await pool.write { try self.put(batch, onlyHeld: onlyHeld, in: $0) }
                common.withLock { $0.noteRows(batch.count) }
            } catch {
                noteDamage(error)
                throw Self.snapshotError(error)
            }
            start = end
        }
    }

    private func put(
        _ rows: ArraySlice<IndexRow>, onlyHeld: Bool, in database: Database
    ) throws {
        let insertRow = try database.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO rows (id, declaration, path, blob, json, checksum)
                VALUES (?, ?, ?, ?, ?, ?)
                """)
        let insertText = try database.cachedStatement(
            sql: "INSERT INTO documents (rowid, body) VALUES (?, ?)")
        let live = onlyHeld ? registry.live() : []
        var declared: Set<Int64> = []
        for row in rows {
            let key = row.key
            if onlyHeld, !live.contains(where: { key.isHeld(in: $0) }) { continue }
            let declaration = RowNumbers.Declaration(sheet: key.sheet, blob: key.declaration)
            let number = numbers.withLock { $0.next(under: declaration) }
            if declared.insert(number.declaration).inserted {
                try declare(declaration, number.declaration, in: database)
            }
            try insertRow.execute(arguments: [
                number.row, number.declaration, Data(key.path.utf8), Data(key.blob.object.bytes),
                Data(row.json),
                row.json.withUnsafeBytes { Self.checksum(of: $0, under: key.blob.object) },
            ])
            guard database.changesCount == 1 else { continue }
            try insertText.execute(arguments: [number.row, IndexedText.marked(row.text.string)])
        }
    }

    /// In the same transaction as the rows, even if an earlier one said so: that may have failed.
    private func declare(
        _ declaration: RowNumbers.Declaration, _ number: Int64, in database: Database
    ) throws {
        let insert = try database.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO declarations (number, sheet_number, sheet, blob)
                VALUES (?, ?, ?, ?)
                """)
        let sheet = numbers.withLock { $0.number(ofSheet: declaration.sheet) }
        try insert.execute(arguments: [
            number, sheet, declaration.sheet, Data(declaration.blob.object.bytes),
        ])
    }
}

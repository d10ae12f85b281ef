import CZlib
import Foundation
import GRDB
import GRDBSQLite
import GitModel
import Synchronization

extension SearchIndex {
    /// Records of an earlier start that a first build may take as they are.
    var stored: StoredRecords { left.withLock { $0.records } }

    /// Ends the use of what an earlier start left, once the first snapshot holds the rows it took.
    /// What it did not take is deleted in the background.
    func letGoOfStored(taken: Int) {
        let hasMore = left.withLock { left in
            guard left.records.rowCount > 0 else { return false }
            left.hasUnheldRows = left.records.rowCount > taken
            left.records = StoredRecords()
            return left.hasUnheldRows
        }
        if hasMore { registry.wakeUp() }
    }

    /// Reads what an earlier start left, all sheets at the same time.
    func loadStored() async throws {
        let (sheets, declarations) = try await pool.read { try Self.numbers(in: $0) }
        numbers.withLock { $0 = sheets }
        let records = try await withThrowingTaskGroup(of: StoredRecords.Rows.self) { group in
            for sheet in Set(declarations.map(\.sheet)) {
                guard let range = sheets.range(of: sheet) else { continue }
                group.addTask {
                    try await self.pool.read { try Self.rows(range, declarations, in: $0) }
                }
            }
            return try await group.reduce(into: StoredRecords()) { $0.add($1) }
        }
        left.withLock { $0.records = records }
    }

    /// A check of one row's content: SQLite has none of its own.
    static func checksum(of json: UnsafeRawBufferPointer, under blob: ObjectID) -> Int64 {
        blob.bytes.withUnsafeBytes { checksum(of: json, under: $0) }
    }

    private static func checksum(
        of json: UnsafeRawBufferPointer, under blob: UnsafeRawBufferPointer
    ) -> Int64 {
        let start = crc32_z(0, blob.baseAddress, blob.count)
        return Int64(crc32_z(start, json.baseAddress, json.count))
    }

    private static func numbers(
        in database: Database
    ) throws -> (RowNumbers, [RowNumbers.Declaration]) {
        var numbers = RowNumbers()
        let declared = try Row.fetchAll(
            database,
            sql: "SELECT number, sheet_number, sheet, blob FROM declarations ORDER BY number")
        for row in declared {
            guard let blob = (row[3] as Data?).flatMap(Self.blob), let sheet = row[2] as String?,
                numbers.restore(
                    RowNumbers.Declaration(sheet: sheet, blob: blob), number: row[0], sheet: row[1])
            else { throw SearchError.failed("the numbers of declarations are not in turn") }
        }
        for sheet in Set(numbers.declarations.map(\.sheet)) {
            guard let range = numbers.range(of: sheet) else { continue }
            let last = try Int64.fetchOne(
                database, sql: "SELECT max(id) FROM rows WHERE id BETWEEN ? AND ?",
                arguments: [range.lowerBound, range.upperBound])
            if let last { numbers.resume(after: last, in: sheet) }
        }
        return (numbers, numbers.declarations)
    }

    private static func rows(
        _ range: ClosedRange<Int64>, _ declarations: [RowNumbers.Declaration],
        in database: Database
    ) throws -> StoredRecords.Rows {
        var found: [Int: [StoredRecords.Key: Record]] = [:]
        var read = StoredRecords.Rows()
        let ids = [range.lowerBound, range.upperBound]
        let count = try Int.fetchOne(
            database, sql: "SELECT count(*) FROM rows WHERE id BETWEEN ? AND ?",
            arguments: StatementArguments(ids))
        let statement = try database.makeStatement(
            sql: """
                SELECT declaration, path, blob, json, checksum FROM rows WHERE id BETWEEN ? AND ?
                """)
        let rows = try Row.fetchCursor(statement, arguments: StatementArguments(ids))
        while try rows.next() != nil {
            read.count += 1
            let row = statement.sqliteStatement
            let number = Int(sqlite3_column_int64(row, 0))
            guard declarations.indices.contains(number), let record = Self.record(of: row)
            else { continue }
            if found[number] == nil {
                found[number] = .init(minimumCapacity: min(count ?? 0, Limits.expectedRecords))
            }
            found[number]?[.init(path: record.path, blob: record.blob)] = record
        }
        for (number, records) in found { read.records[declarations[number]] = records }
        return read
    }

    /// The record of the row that a statement is at; nil when it is not what was written. GRDB's own
    /// access to columns takes a block of memory each.
    private static func record(of row: SQLiteStatement) -> Record? {
        let blob = bytes(2, of: row)
        let json = bytes(3, of: row)
        guard blob.count == ObjectID.byteCount, sqlite3_column_type(row, 4) != SQLITE_NULL,
            checksum(of: json, under: blob) == sqlite3_column_int64(row, 4)
        else { return nil }
        return Record(
            path: String(decoding: bytes(1, of: row), as: UTF8.self),
            blob: BlobID(ObjectID(bytes: blob)), json: [UInt8](json))
    }

    /// Valid until the statement goes on.
    private static func bytes(_ column: CInt, of row: SQLiteStatement) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(row, column)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(row, column)))
    }

    private static func blob(_ data: Data) -> BlobID? {
        guard data.count == ObjectID.byteCount else { return nil }
        return data.withUnsafeBytes { BlobID(ObjectID(bytes: $0)) }
    }
}

import Foundation
import GRDB

/// What an index says about itself, by which a later start knows whether to trust it.
///
/// The index is written without waiting for the disk. It is whole unless the machine stopped under
/// it: either the machine still runs (`boot`), or the index was closed in good order.
struct IndexState: Sendable {
    /// The program that read the records: another one might read them differently.
    private let program: String
    /// This run of the machine.
    private let boot: String
    /// The database's file: a copy of it may be of several moments.
    private let file: Int64

    init(program: String, file path: String, boot: String? = nil) throws {
        self.program = program
        self.boot =
            try boot ?? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        file = (attributes[.systemFileNumber] as? NSNumber)?.int64Value ?? 0
    }

    /// True when what is stored can be used by who is described here.
    func accepts(_ database: Database) throws -> Bool {
        let stored = try Row.fetchOne(
            database, sql: "SELECT program, boot, file, closed FROM state")
        guard let stored, stored[0] as String? == program else { return false }
        if stored[3] as Bool? == true { return true }
        return stored[1] as String? == boot && stored[2] as Int64? == file
    }

    /// Replaces what the database says by this, not closed.
    func store(in database: Database) throws {
        try database.inTransaction {
            try database.execute(sql: "DELETE FROM state")
            try database.execute(
                sql: "INSERT INTO state (program, boot, file, closed) VALUES (?, ?, ?, 0)",
                arguments: [program, boot, file])
            return .commit
        }
    }
}

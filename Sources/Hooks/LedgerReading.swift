import Logging

/// What the ledger told at a start. A damaged one is set aside, and what could be read of it is
/// used.
struct LedgerReading: Sendable {
    var book = JobBook()
    /// Of all lines, in bytes.
    var size = 0
    /// The ledger is to be written anew before anything is appended.
    var isBroken = false
    /// What an operator must know, one line each.
    var errors: [String] = []

    init(_ store: some LedgerStore) async {
        do throws(LedgerError) {
            let bytes = try await store.read()
            size = bytes.count
            let damaged = apply(bytes)
            if damaged > 0 {
                let target = try await store.setAside()
                errors.append("\(damaged) damaged lines; the ledger was set aside as \(target)")
            }
        } catch {
            isBroken = true
            errors.append(error.description)
        }
    }

    /// Lines that somebody else keeps.
    init(lines: [UInt8]) {
        size = lines.count
        _ = apply(lines)
    }

    /// Applies whole lines; returns how many say nothing. A last line without its end was being
    /// written when the server died: nobody was told that it is durable.
    private mutating func apply(_ bytes: [UInt8]) -> Int {
        var damaged = 0
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            if let event = JobEvent(line: Array(bytes[start..<end])) {
                book.apply(event)
            } else {
                damaged += 1
            }
            start = end + 1
        }
        if start < bytes.endIndex || damaged > 0 { isBroken = true }
        return damaged
    }
}

extension JobBook {
    /// The book of a ledger's lines; what is damaged of them is left out.
    package init(lines: [UInt8]) { self = LedgerReading(lines: lines).book }
}

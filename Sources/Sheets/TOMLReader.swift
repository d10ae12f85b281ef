/// TOML 1.0 text to values.
package enum TOMLReader {
    /// Returns the document's root table.
    package static func parse(_ bytes: [UInt8]) throws(TOMLError) -> TOMLValue {
        try withBytes(of: bytes, parse)
    }

    /// Returns the document's root table.
    package static func parse(_ text: UnsafeRawBufferPointer) throws(TOMLError) -> TOMLValue {
        try tape(of: text).read { value(of: $0) }
    }

    /// Checks what toml++ does not and lets it parse the text.
    static func tape(of text: UnsafeRawBufferPointer) throws(TOMLError) -> TOMLTape {
        try check(text)
        return try TOMLTape(parsing: text)
    }

    /// Throws when the text is too large or not UTF-8.
    static func check(_ text: UnsafeRawBufferPointer) throws(TOMLError) {
        guard text.count <= Limits.recordBytes else {
            throw TOMLError(
                line: nil, column: nil, message: "larger than \(Limits.recordBytes >> 20) MiB")
        }
        if let line = UTF8Check.firstBadLine(in: text) {
            throw TOMLError(line: line, column: nil, message: "not valid UTF-8")
        }
    }

    /// Gives `body` the array's bytes; `withUnsafeBytes` throws untyped.
    static func withBytes<Value>(
        of bytes: [UInt8], _ body: (UnsafeRawBufferPointer) throws(TOMLError) -> Value
    ) throws(TOMLError) -> Value {
        try bytes.withUnsafeBytes { buffer in
            Result { () throws(TOMLError) in try body(buffer) }
        }.get()
    }

    /// Returns the value under a cursor.
    static func value(of cursor: TapeCursor) -> TOMLValue {
        var cursor = cursor
        return value(at: &cursor)
    }

    /// Reads the next value of a tape; its depth is bounded by `TOMLGuard`.
    static func value(at cursor: inout TapeCursor) -> TOMLValue {
        switch cursor.tag() {
        case .table: return .table(table(at: &cursor))
        case .array:
            let count = cursor.open()
            var values: [TOMLValue] = []
            values.reserveCapacity(count)
            for _ in 0..<count { values.append(value(at: &cursor)) }
            return .array(values)
        case .string: return .string(cursor.text())
        case .integer: return .integer(cursor.integer())
        case .float: return .float(cursor.float())
        case .boolean: return .boolean(cursor.boolean())
        case .localDate: return .localDate(cursor.date())
        case .localTime: return .localTime(cursor.time())
        case .localDateTime: return .localDateTime(cursor.date(), cursor.time())
        case .offsetDateTime:
            return .offsetDateTime(
                cursor.date(), cursor.time(), offsetMinutes: cursor.offsetMinutes())
        }
    }

    private static func table(at cursor: inout TapeCursor) -> TOMLTable {
        let count = cursor.open()
        var entries: [TOMLTable.Entry] = []
        entries.reserveCapacity(count)
        for _ in 0..<count {
            let key = cursor.text()
            _ = cursor.count()
            entries.append(TOMLTable.Entry(key: key, value: value(at: &cursor)))
        }
        return TOMLTable(sorted: entries)
    }
}

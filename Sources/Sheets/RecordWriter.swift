/// Turns a tape into what is served: JSON and the text to search, in one pass.
struct RecordWriter {
    /// A field that is not on the tape: the text of a markdown record.
    struct Extra {
        let key: [UInt8]
        let text: UnsafeRawBufferPointer
    }

    private var json: [UInt8] = []
    private var search: [UInt8] = []

    /// Writes the document under `cursor`; `extra` replaces a field of the same name.
    static func write(_ cursor: TapeCursor, extra: Extra? = nil, sizeHint: Int) -> SheetRecord {
        var writer = RecordWriter()
        writer.json.reserveCapacity(sizeHint + sizeHint / 4 + 64)
        writer.search.reserveCapacity(sizeHint)
        var cursor = cursor
        _ = cursor.tag()
        writer.table(&cursor, extra: extra)
        return SheetRecord(
            json: writer.json.withoutSpareRoom,
            searchText: String(decoding: writer.search, as: UTF8.self))
    }

    /// Writes one value as JSON.
    static func json(of cursor: TapeCursor) -> [UInt8] {
        var writer = RecordWriter()
        var cursor = cursor
        writer.value(&cursor)
        return writer.json
    }

    private mutating func value(_ cursor: inout TapeCursor) {
        switch cursor.tag() {
        case .table: table(&cursor, extra: nil)
        case .array: array(&cursor)
        case .string: string(cursor.bytes())
        case .integer: number { $0.append(contentsOf: cursor.integer().description.utf8) }
        case .float: float(cursor.float())
        case .boolean: json.append(contentsOf: cursor.boolean() ? "true".utf8 : "false".utf8)
        case .localDate: quoted { DateText.append(cursor.date(), to: &$0) }
        case .localTime: quoted { DateText.append(cursor.time(), to: &$0) }
        case .localDateTime:
            quoted { DateText.append(cursor.date(), cursor.time(), to: &$0) }
        case .offsetDateTime:
            quoted {
                DateText.append(cursor.date(), cursor.time(), to: &$0)
                DateText.append(offset: cursor.offsetMinutes(), to: &$0)
            }
        }
    }

    private mutating func table(_ cursor: inout TapeCursor, extra: Extra?) {
        var extra = extra
        json.append(UInt8(ascii: "{"))
        for _ in 0..<cursor.open() {
            let name = cursor.bytes()
            _ = cursor.count()
            if let field = extra, !name.lexicographicallyPrecedes(field.key) {
                write(field)
                extra = nil
                if name.elementsEqual(field.key) {
                    cursor.skip()
                    continue
                }
            }
            key(name)
            value(&cursor)
        }
        if let extra { write(extra) }
        json.append(UInt8(ascii: "}"))
    }

    private mutating func write(_ extra: Extra) {
        extra.key.withUnsafeBytes { key($0) }
        string(extra.text)
    }

    private mutating func key(_ name: UnsafeRawBufferPointer) {
        if json.last != UInt8(ascii: "{") { json.append(UInt8(ascii: ",")) }
        JSONText.append(string: name, to: &json)
        json.append(UInt8(ascii: ":"))
    }

    private mutating func array(_ cursor: inout TapeCursor) {
        json.append(UInt8(ascii: "["))
        for index in 0..<cursor.open() {
            if index > 0 { json.append(UInt8(ascii: ",")) }
            value(&cursor)
        }
        json.append(UInt8(ascii: "]"))
    }

    private mutating func string(_ text: UnsafeRawBufferPointer) {
        JSONText.append(string: text, to: &json)
        search.append(contentsOf: text)
        search.append(UInt8(ascii: "\n"))
    }

    private mutating func float(_ value: Double) {
        let start = json.count
        JSONText.append(float: value, to: &json)
        search.append(contentsOf: json[start...].lazy.filter { $0 != UInt8(ascii: "\"") })
        search.append(UInt8(ascii: "\n"))
    }

    private mutating func number(_ body: (inout [UInt8]) -> Void) {
        let start = json.count
        body(&json)
        search.append(contentsOf: json[start...])
        search.append(UInt8(ascii: "\n"))
    }

    private mutating func quoted(_ body: (inout [UInt8]) -> Void) {
        json.append(UInt8(ascii: "\""))
        body(&json)
        json.append(UInt8(ascii: "\""))
    }
}

extension [UInt8] {
    /// The same bytes in as much memory as they need: records are kept for a long time.
    fileprivate var withoutSpareRoom: [UInt8] {
        guard capacity - count > 32 else { return self }
        return Self(unsafeUninitializedCapacity: count) { room, filled in
            filled = room.initialize(fromContentsOf: self)
        }
    }
}

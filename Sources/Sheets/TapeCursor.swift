/// A place on a tape of `ctoml_parse`; reads forward. The layout is described in its header.
///
/// The tape comes from our own C++ code, so lengths on it are trusted.
struct TapeCursor {
    /// What the next value is.
    enum Tag: UInt8 {
        case table = 0x54
        case array = 0x41
        case string = 0x53
        case integer = 0x49
        case float = 0x46
        case boolean = 0x42
        case localDate = 0x44
        case localTime = 0x4D
        case localDateTime = 0x4C
        case offsetDateTime = 0x5A
    }

    private var place: UnsafeRawPointer

    init(_ place: UnsafeRawPointer) {
        self.place = place
    }

    mutating func tag() -> Tag {
        guard let tag = Tag(rawValue: read(UInt8.self)) else {
            preconditionFailure("the tape holds a value of unknown kind")
        }
        return tag
    }

    mutating func integer() -> Int64 { read(Int64.self) }
    mutating func float() -> Double { read(Double.self) }
    mutating func boolean() -> Bool { read(UInt8.self) != 0 }
    mutating func count() -> Int { Int(read(UInt32.self)) }
    mutating func offsetMinutes() -> Int { Int(read(Int16.self)) }

    /// Reads the head of a table or an array and returns the number of its elements.
    mutating func open() -> Int {
        let count = count()
        _ = self.count()
        return count
    }

    mutating func bytes() -> UnsafeRawBufferPointer {
        let length = count()
        defer { place += length }
        return UnsafeRawBufferPointer(start: place, count: length)
    }

    mutating func text() -> String {
        String(decoding: bytes(), as: UTF8.self)
    }

    mutating func date() -> TOMLDate {
        let year = Int(read(UInt16.self))
        let month = Int(read(UInt8.self))
        return TOMLDate(year: year, month: month, day: Int(read(UInt8.self)))
    }

    mutating func time() -> TOMLTime {
        let hour = Int(read(UInt8.self))
        let minute = Int(read(UInt8.self))
        let second = Int(read(UInt8.self))
        let nanosecond = Int(read(UInt32.self))
        return TOMLTime(hour: hour, minute: minute, second: second, nanosecond: nanosecond)
    }

    /// Moves behind the next value.
    mutating func skip() {
        switch tag() {
        case .table, .array:
            _ = count()
            place += count()
        case .string: place += count()
        case .integer, .float: place += 8
        case .boolean: place += 1
        case .localDate: place += 4
        case .localTime: place += 7
        case .localDateTime: place += 11
        case .offsetDateTime: place += 13
        }
    }

    /// Finds a value below the next one, which is a table; nil when a part is missing or no table.
    func find(_ keys: [[UInt8]]) -> (line: Int, value: TapeCursor)? {
        var cursor = self
        var line = 0
        for key in keys {
            guard cursor.tag() == .table, let found = cursor.descend(to: key) else { return nil }
            line = found
        }
        return (line, cursor)
    }

    /// Moves to the value of `key` in the table whose tag was read and returns its line.
    private mutating func descend(to key: [UInt8]) -> Int? {
        for _ in 0..<open() {
            let name = bytes()
            let line = count()
            if name.elementsEqual(key) { return line }
            skip()
        }
        return nil
    }

    private mutating func read<Value: BitwiseCopyable>(_ type: Value.Type) -> Value {
        defer { place += MemoryLayout<Value>.size }
        return place.loadUnaligned(as: type)
    }
}

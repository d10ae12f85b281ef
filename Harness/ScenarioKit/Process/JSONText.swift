/// JSON as bytes, in and out, without losing the order of keys.
package enum JSONText {
    /// Deepest nesting that is read.
    private static let deepest = 64

    /// The value, or nil when the bytes are no single JSON value.
    package static func parse(_ bytes: [UInt8]) -> DataValue? {
        var reader = Reader(bytes: bytes)
        guard let value = reader.value(depth: 0) else { return nil }
        reader.skipSpace()
        return reader.position == bytes.count ? value : nil
    }

    /// The value on one line.
    package static func write(_ value: DataValue) -> String {
        switch value {
        case .null: return "null"
        case .boolean(let flag): return flag ? "true" : "false"
        case .integer(let number): return String(number)
        case .number(let number): return number.isFinite ? String(number) : "null"
        case .string(let text): return quote(text)
        case .list(let items): return "[" + items.map(write).joined(separator: ",") + "]"
        case .map(let fields):
            return "{"
                + fields.map { quote($0.name) + ":" + write($0.value) }.joined(separator: ",") + "}"
        }
    }

    /// The text as a JSON string, which YAML reads as the same: to it some more characters end a
    /// line, or are none.
    package static func quote(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case _ where scalar.value < 0x20, "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}",
                "\u{FEFF}", "\u{FFFE}", "\u{FFFF}":
                let hex = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        var next: UInt8? { position < bytes.count ? bytes[position] : nil }

        mutating func skipSpace() {
            while let byte = next, [32, 10, 13, 9].contains(byte) { position += 1 }
        }

        mutating func take(_ text: StaticString) -> Bool {
            let wanted = String(describing: text).utf8
            guard bytes[position...].starts(with: wanted) else { return false }
            position += wanted.count
            return true
        }

        mutating func value(depth: Int) -> DataValue? {
            guard depth < JSONText.deepest else { return nil }
            skipSpace()
            switch next {
            case UInt8(ascii: "{"): return map(depth: depth)
            case UInt8(ascii: "["): return list(depth: depth)
            case UInt8(ascii: "\""): return string().map(DataValue.string)
            case UInt8(ascii: "t"): return take("true") ? .boolean(true) : nil
            case UInt8(ascii: "f"): return take("false") ? .boolean(false) : nil
            case UInt8(ascii: "n"): return take("null") ? .null : nil
            default: return number()
            }
        }

        mutating func map(depth: Int) -> DataValue? {
            position += 1
            var fields: [DataValue.Field] = []
            skipSpace()
            if take("}") { return .map([]) }
            while true {
                skipSpace()
                guard let name = string() else { return nil }
                skipSpace()
                guard take(":"), let value = value(depth: depth + 1) else { return nil }
                fields.append(.init(name: name, value: value))
                skipSpace()
                if take("}") { return .map(fields) }
                guard take(",") else { return nil }
            }
        }

        mutating func list(depth: Int) -> DataValue? {
            position += 1
            var items: [DataValue] = []
            skipSpace()
            if take("]") { return .list([]) }
            while true {
                guard let value = value(depth: depth + 1) else { return nil }
                items.append(value)
                skipSpace()
                if take("]") { return .list(items) }
                guard take(",") else { return nil }
            }
        }

        mutating func number() -> DataValue? {
            let start = position
            while let byte = next, (48...57).contains(byte) || [43, 45, 46, 69, 101].contains(byte)
            {
                position += 1
            }
            let text = String(decoding: bytes[start..<position], as: UTF8.self)
            if let integer = Int64(text) { return .integer(integer) }
            return Double(text).map(DataValue.number)
        }

        mutating func string() -> String? {
            guard take("\"") else { return nil }
            var out: [UInt8] = []
            while let byte = next {
                position += 1
                switch byte {
                case UInt8(ascii: "\""): return String(decoding: out, as: UTF8.self)
                case UInt8(ascii: "\\"):
                    guard let scalar = escape() else { return nil }
                    out.append(contentsOf: Array(String(scalar).utf8))
                case 0..<32: return nil
                default: out.append(byte)
                }
            }
            return nil
        }

        mutating func escape() -> Unicode.Scalar? {
            guard let byte = next else { return nil }
            position += 1
            switch byte {
            case UInt8(ascii: "n"): return "\n"
            case UInt8(ascii: "t"): return "\t"
            case UInt8(ascii: "r"): return "\r"
            case UInt8(ascii: "b"): return "\u{8}"
            case UInt8(ascii: "f"): return "\u{c}"
            case UInt8(ascii: "u"): return codePoint()
            default: return Unicode.Scalar(byte)
            }
        }

        mutating func codePoint() -> Unicode.Scalar? {
            guard let high = hex() else { return nil }
            guard (0xD800..<0xDC00).contains(high) else { return Unicode.Scalar(high) }
            guard take("\\u"), let low = hex(), (0xDC00..<0xE000).contains(low) else { return nil }
            return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        }

        mutating func hex() -> UInt32? {
            guard position + 4 <= bytes.count else { return nil }
            let text = String(decoding: bytes[position..<position + 4], as: UTF8.self)
            position += 4
            return UInt32(text, radix: 16)
        }
    }
}

extension DataValue {
    /// The text of a string value.
    package var text: String? { if case .string(let text) = self { text } else { nil } }
    /// The number of an integer or float value.
    package var double: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }
    /// The flag of a boolean value.
    package var flag: Bool? { if case .boolean(let flag) = self { flag } else { nil } }
    /// The elements of a list.
    package var items: [DataValue]? { if case .list(let items) = self { items } else { nil } }
}

/// Writes pieces of JSON (RFC 8259) as UTF-8.
enum JSONText {
    /// Appends `text` as a JSON string. Only what must be escaped is; it is valid UTF-8.
    static func append(string text: UnsafeRawBufferPointer, to json: inout [UInt8]) {
        json.append(UInt8(ascii: "\""))
        var start = 0
        for index in 0..<text.count {
            let byte = text[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
                continue
            }
            json.append(contentsOf: text[start..<index])
            append(escaped: byte, to: &json)
            start = index + 1
        }
        json.append(contentsOf: text[start...])
        json.append(UInt8(ascii: "\""))
    }

    /// Returns `text` as a JSON string.
    static func string(_ text: String) -> [UInt8] {
        var json: [UInt8] = []
        let bytes = Array(text.utf8)
        bytes.withUnsafeBytes { append(string: $0, to: &json) }
        return json
    }

    /// Appends the shortest text that reads back as `value`, always recognisable as a float;
    /// JSON has no infinities and no NaN, so these are strings.
    static func append(float value: Double, to json: inout [UInt8]) {
        if value.isFinite {
            json.append(contentsOf: value.description.utf8)
        } else {
            let name = value.isNaN ? "\"nan\"" : value < 0 ? "\"-inf\"" : "\"inf\""
            json.append(contentsOf: name.utf8)
        }
    }

    private static func append(escaped byte: UInt8, to json: inout [UInt8]) {
        json.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: json.append(UInt8(ascii: "b"))
        case 0x09: json.append(UInt8(ascii: "t"))
        case 0x0A: json.append(UInt8(ascii: "n"))
        case 0x0C: json.append(UInt8(ascii: "f"))
        case 0x0D: json.append(UInt8(ascii: "r"))
        case 0x00...0x1F:
            json.append(contentsOf: "u00".utf8)
            json.append(hexDigit(byte >> 4))
            json.append(hexDigit(byte & 0xF))
        default: json.append(byte)
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}

/// Reads what a JSON value says.
enum JSONValueText {
    /// A string's UTF-8, any other value's JSON text.
    static func text(of json: ArraySlice<UInt8>) -> [UInt8] {
        guard json.first == UInt8(ascii: "\"") else { return Array(json) }
        let content = json.dropFirst().dropLast()
        return content.contains(UInt8(ascii: "\\")) ? unescaped(content) : Array(content)
    }

    private static func unescaped(_ content: ArraySlice<UInt8>) -> [UInt8] {
        var units: [UInt16] = []
        var result: [UInt8] = []
        func flush() {
            result.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
            units = []
        }
        var index = content.startIndex
        while index < content.endIndex {
            guard content[index] == UInt8(ascii: "\\"), index + 1 < content.endIndex else {
                flush()
                result.append(content[index])
                index += 1
                continue
            }
            let escape = content[index + 1]
            index += 2
            if escape == UInt8(ascii: "u") {
                let digits = content[index..<min(index + 4, content.endIndex)]
                units.append(UInt16(String(decoding: digits, as: UTF8.self), radix: 16) ?? 0xFFFD)
                index += digits.count
            } else {
                flush()
                result.append(Self.escapes[escape] ?? escape)
            }
        }
        flush()
        return result
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "b"): 8, UInt8(ascii: "t"): 9, UInt8(ascii: "n"): 10, UInt8(ascii: "f"): 12,
        UInt8(ascii: "r"): 13,
    ]
}

/// Reads single fields of a record's JSON without parsing the rest into values.
enum FieldReader {
    /// JSON text of the field; dots in `name` reach into tables. Nil when there is no such field.
    static func value(of name: String, in json: [UInt8]) -> ArraySlice<UInt8>? {
        var value = json[...]
        for part in name.split(separator: ".", omittingEmptySubsequences: false) {
            guard let inner = member(Array(part.utf8), of: value) else { return nil }
            value = inner
        }
        return value
    }

    /// A string's UTF-8, any other value's JSON text.
    static func text(of json: ArraySlice<UInt8>) -> [UInt8] {
        guard json.first == UInt8(ascii: "\"") else { return Array(json) }
        let content = json.dropFirst().dropLast()
        return content.contains(UInt8(ascii: "\\")) ? unescaped(content) : Array(content)
    }

    /// True when the field's value is the filter's text, or an array holding such a value.
    static func matches(_ filter: FieldFilter, json: [UInt8]) -> Bool {
        guard let value = value(of: filter.field, in: json) else { return false }
        let wanted = Array(filter.text.utf8)
        guard value.first == UInt8(ascii: "[") else { return text(of: value) == wanted }
        var scanner = JSONScanner(value)
        scanner.step()
        while let element = scanner.element() {
            if text(of: element) == wanted { return true }
        }
        return false
    }

    private static func member(
        _ name: [UInt8], of object: ArraySlice<UInt8>
    ) -> ArraySlice<UInt8>? {
        guard object.first == UInt8(ascii: "{") else { return nil }
        var scanner = JSONScanner(object)
        scanner.step()
        while let key = scanner.element(), let value = scanner.element() {
            if key.count == name.count + 2, key.dropFirst().dropLast().elementsEqual(name) {
                return value
            }
            if key.contains(UInt8(ascii: "\\")), text(of: key) == name { return value }
        }
        return nil
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

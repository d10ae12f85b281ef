/// A field and the text its value must have, prepared for many records.
package struct JSONFieldFilter: Hashable, Sendable {
    private let path: JSONFieldPath
    private let plain: [UInt8]
    private let quoted: [UInt8]

    package init(field: String, text: String) {
        path = JSONFieldPath(field)
        plain = Array(text.utf8)
        quoted = JSONText.string(text)
    }

    /// Whether the record has the value there, or an array that holds it.
    package func matches(_ json: [UInt8]) -> Bool {
        guard let value = path.value(in: json) else { return false }
        if holds(value) { return true }
        guard value.first == UInt8(ascii: "[") else { return false }
        var scan = JSONScan(value)
        return scan.elements().contains { holds($0) }
    }

    /// A string's own JSON text, with its quotes, is not its content.
    private func holds(_ value: ArraySlice<UInt8>) -> Bool {
        value.elementsEqual(value.first == UInt8(ascii: "\"") ? quoted : plain)
    }
}

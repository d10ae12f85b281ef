/// The keys that lead to a field, as they are spelled in a record's JSON.
package struct JSONFieldPath: Hashable, Sendable {
    private let keys: [[UInt8]]

    /// Dots separate the keys.
    package init(_ field: String) {
        keys = field.utf8
            .split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .map { JSONText.string(String(decoding: $0, as: UTF8.self)) }
    }

    /// Returns the value as it stands in the JSON; nil when a part is missing or no table.
    package func value(in json: [UInt8]) -> ArraySlice<UInt8>? {
        var value = json[...]
        for key in keys {
            var scan = JSONScan(value)
            guard let next = scan.member(key) else { return nil }
            value = next
        }
        return value
    }
}

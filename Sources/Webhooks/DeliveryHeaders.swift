/// The header fields of a delivery, by name without regard to case.
///
/// A field that came twice counts as missing: which of the two would a sender have signed?
package struct DeliveryHeaders: Sendable {
    /// By lower-case name; nil for a name that came more than once.
    private let values: [String: String?]

    /// Takes the fields as they came, repeated ones included.
    package init(_ fields: [(name: String, value: String)]) {
        values = Dictionary(fields.map { (Self.key($0.name), $0.value) }) { _, _ in nil }
    }

    /// The value of the only field of that name.
    package subscript(name: String) -> String? { values[Self.key(name)] ?? nil }

    /// Whether a field of that name came, once or more often.
    func contains(_ name: String) -> Bool { values.keys.contains(Self.key(name)) }

    /// By ASCII letters only, as HTTP does: other alphabets have letters that become ASCII ones.
    private static func key(_ name: String) -> String {
        String(decoding: name.utf8.map { (65...90).contains($0) ? $0 | 32 : $0 }, as: UTF8.self)
    }
}

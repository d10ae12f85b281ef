/// Where a field lies in a record: the keys that lead to it.
package struct FieldPath: Hashable, Sendable, CustomStringConvertible {
    package let keys: [String]
    /// The same as UTF-8, for comparing with keys on a tape.
    let keyBytes: [[UInt8]]

    package init(_ keys: [String]) {
        self.keys = keys
        keyBytes = keys.map { Array($0.utf8) }
    }

    /// Dotted, as templates write it.
    package var description: String { keys.joined(separator: ".") }

    /// By bytes: `String` would equate different spellings of one character.
    package static func == (left: FieldPath, right: FieldPath) -> Bool {
        left.keyBytes == right.keyBytes
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(keyBytes)
    }
}

/// Where a field lies in a record: the keys that lead to it.
package struct FieldPath: Hashable, Sendable, CustomStringConvertible {
    package let keys: [String]
    /// The same as UTF-8, for comparing with keys on a tape.
    let keyBytes: [[UInt8]]
    /// Whether the reference evaluates it as JavaScript instead of looking a field up.
    let isExpression: Bool

    package init(_ keys: [String]) {
        self.keys = keys
        keyBytes = keys.map { Array($0.utf8) }
        isExpression = keys.count > 1 || !keys.allSatisfy { Self.isPlainName($0[...]) }
    }

    /// Dotted, as templates write it.
    package var description: String { keys.joined(separator: ".") }

    /// The names that need no JavaScript: ASCII letters, digits, `_` and `-`.
    static func isPlainName(_ name: Substring) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
                default: false
                }
            }
    }

    /// By bytes: `String` would equate different spellings of one character.
    package static func == (left: FieldPath, right: FieldPath) -> Bool {
        left.keyBytes == right.keyBytes
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(keyBytes)
    }
}

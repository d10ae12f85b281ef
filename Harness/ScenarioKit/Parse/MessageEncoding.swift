import Foundation

/// A character set a commit message can be written in.
package struct MessageEncoding: Sendable {
    private static let table: [(name: String, encoding: String.Encoding)] = [
        ("utf-8", .utf8), ("us-ascii", .ascii), ("iso-8859-1", .isoLatin1),
        ("iso-8859-2", .isoLatin2), ("windows-1250", .windowsCP1250),
        ("windows-1251", .windowsCP1251), ("windows-1252", .windowsCP1252),
        ("shift_jis", .shiftJIS), ("euc-jp", .japaneseEUC), ("utf-16be", .utf16BigEndian),
        ("utf-16le", .utf16LittleEndian),
    ]

    /// The names that are known, in lower case.
    package static var names: [String] { table.map(\.name) }

    private let encoding: String.Encoding

    /// Finds the character set by its IANA name, in any case; nil when it is not known.
    package init?(_ name: String) {
        let lower = name.lowercased()
        guard let found = Self.table.first(where: { $0.name == lower }) else { return nil }
        encoding = found.encoding
    }

    /// The bytes of `text`, or nil when it cannot be written in this character set.
    package func bytes(_ text: String) -> [UInt8]? {
        text.data(using: encoding).map(Array.init)
    }
}

/// Which repositories a rule is for: one exact name, or all of an owner (`owner/*`).
package struct NamePattern: Hashable, Sendable {
    /// As written in the configuration.
    package let text: String
    /// The owner and its slash, of `owner/*`.
    private let prefix: String?

    /// Matches no repository: of an entry whose own name is none.
    static let nobody = NamePattern()

    private init() { (text, prefix) = ("", nil) }

    /// Nil: the text is empty, too long, holds a NUL, or has a `*` anywhere but as `owner/*`.
    package init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= Limits.exactNameBytes, !text.utf8.contains(0)
        else { return nil }
        self.text = text
        guard text.utf8.contains(UInt8(ascii: "*")) else {
            prefix = nil
            return
        }
        guard text.hasSuffix("/*"), Self.isPlain(text.utf8.dropLast(2)) else { return nil }
        prefix = String(text.dropLast())
    }

    /// True for an exact name.
    package var isExact: Bool { prefix == nil }

    /// Whether the rule is for the repository called `name`, as sent.
    ///
    /// `*` stands for `[A-Za-z0-9_][A-Za-z0-9._-]*`; names compare byte by byte, so that two
    /// spellings of one character stay two names.
    package func matches(_ name: String) -> Bool {
        guard let prefix else { return name.utf8.elementsEqual(text.utf8) }
        return name.utf8.count <= Limits.patternNameBytes && name.utf8.starts(with: prefix.utf8)
            && Self.isPlain(name.utf8.dropFirst(prefix.utf8.count))
    }

    /// `[A-Za-z0-9_][A-Za-z0-9._-]*`
    private static func isPlain(_ name: some Collection<UInt8>) -> Bool {
        guard let first = name.first, isWord(first) else { return false }
        return name.allSatisfy {
            isWord($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension NamePattern {
    /// Whether every name the other matches is matched by this one too.
    func covers(_ other: NamePattern) -> Bool {
        other.isExact ? matches(other.text) : text.utf8.elementsEqual(other.text.utf8)
    }
}

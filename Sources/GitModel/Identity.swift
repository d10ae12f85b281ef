/// A person or program as git names one in a commit: `Name <mail>`.
package struct Identity: Hashable, Sendable, CustomStringConvertible {
    package let name: String
    package let mail: String

    /// Who commits when nothing else is configured.
    package static let livetree = Identity(name: "Livetree", mail: "livetree@localhost")

    private init(name: String, mail: String) {
        self.name = name
        self.mail = mail
    }

    /// Reads `Name <mail>`; nil for anything else, for characters git would drop or that would
    /// break a commit's header (`<`, `>`, control characters), and for an empty name.
    package init?(_ text: String) {
        guard text.utf8.count <= 512, text.hasSuffix(">"), let open = text.firstIndex(of: "<")
        else { return nil }
        let name = text[..<open].trimmingSuffix { $0 == " " }
        let mail = text[text.index(after: open)...].dropLast()
        let parts = [String(name), String(mail)]
        guard !name.isEmpty, !name.hasPrefix(" "),
            parts.allSatisfy({ part in
                part.unicodeScalars.allSatisfy {
                    $0.value >= 32 && $0.value != 127 && $0 != "<" && $0 != ">"
                }
            })
        else { return nil }
        self.init(name: parts[0], mail: parts[1])
    }

    package var description: String { "\(name) <\(mail)>" }
}

extension Substring {
    fileprivate func trimmingSuffix(while matches: (Character) -> Bool) -> Substring {
        var text = self
        while let last = text.last, matches(last) { text.removeLast() }
        return text
    }
}

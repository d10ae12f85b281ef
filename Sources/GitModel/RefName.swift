/// A branch's short name, valid by git's rules (git-check-ref-format), such as `main`.
package struct BranchName: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    /// Nil when git would refuse the name, when it starts with `-`, or when it is over 200 bytes.
    package init?(_ text: String) {
        guard text.utf8.count <= 200, !text.hasPrefix("-"), text != "HEAD", text != "@",
            RefName.isValid("refs/heads/" + text)
        else { return nil }
        self.text = text
    }

    package var description: String { text }
    /// `refs/heads/<branch>`
    package var ref: RefName { RefName(unchecked: "refs/heads/\(text)") }
    /// `refs/remotes/origin/<branch>`: where a fetch leaves the remote's tip.
    package var trackingRef: RefName { RefName(unchecked: "refs/remotes/origin/\(text)") }
    /// `refs/livetree/accepted/<branch>`: the last remote tip a decision accepted or a push
    /// confirmed.
    package var acceptedRef: RefName { RefName(unchecked: "refs/livetree/accepted/\(text)") }
}

/// A full reference name, such as `refs/heads/main`.
package struct RefName: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    package init?(_ text: String) {
        guard Self.isValid(text) else { return nil }
        self.text = text
    }

    init(unchecked text: String) { self.text = text }

    package var description: String { text }

    /// The rules of git-check-ref-format for a full name (at least one slash, no one-level names).
    ///
    /// By bytes, as git does: a combining mark behind a `~` does not make it another character.
    static func isValid(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let forbidden = Array(" ~^:?*[\\".utf8)
        guard !bytes.contains(where: { $0 < 32 || $0 == 127 || forbidden.contains($0) }),
            bytes.last != UInt8(ascii: "."),
            !contains(bytes, ".."), !contains(bytes, "@{")
        else { return false }
        let parts = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.count >= 2
            && parts.allSatisfy {
                !$0.isEmpty && $0.first != UInt8(ascii: ".")
                    && !$0.suffix(".lock".utf8.count).elementsEqual(".lock".utf8)
            }
    }

    private static func contains(_ bytes: [UInt8], _ pair: StaticString) -> Bool {
        let (first, second) = (pair.utf8Start[0], pair.utf8Start[1])
        return zip(bytes, bytes.dropFirst()).contains { $0 == first && $1 == second }
    }
}

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
    static func isValid(_ text: String) -> Bool {
        let forbidden: Set<Character> = [" ", "~", "^", ":", "?", "*", "[", "\\", "\u{7F}"]
        guard !text.contains(".."), !text.contains("@{"), !text.hasSuffix("."),
            !text.contains(where: { forbidden.contains($0) || ($0.asciiValue ?? 32) < 32 })
        else { return false }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count >= 2
            && parts.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") && !$0.hasSuffix(".lock") }
    }
}

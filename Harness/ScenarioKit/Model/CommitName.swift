/// The name a scenario gives to a commit: `A`, `L1`, or `L1'` for `L1` replayed on another parent.
package struct CommitName: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The name as written.
    package let text: String

    /// Accepts a capital, up to seven letters or digits, and a closing `'` for a replay.
    package init?(_ text: String) {
        var rest = Substring(text)
        if rest.hasSuffix("'") { rest.removeLast() }
        guard let first = rest.first, first.isASCII, first.isUppercase, rest.utf8.count <= 8,
            rest.dropFirst().allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
        else { return nil }
        self.text = text
    }

    /// True for `L1'`.
    package var isReplay: Bool { text.hasSuffix("'") }

    /// The commit that `L1'` replays; the commit itself when it is no replay.
    package var original: CommitName { isReplay ? CommitName(unchecked: text.dropLast()) : self }

    private init(unchecked text: Substring) { self.text = String(text) }

    package var description: String { text }

    package static func < (left: CommitName, right: CommitName) -> Bool { left.text < right.text }
}

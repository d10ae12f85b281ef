/// The version of a git program: what its options depend on.
package struct GitVersion: Sendable, Hashable, Comparable {
    package let major: Int
    package let minor: Int
    package let patch: Int

    package init(_ major: Int, _ minor: Int, _ patch: Int = 0) {
        self.major = major
        self.minor = minor
        self.patch = patch
    }

    /// Reads the answer of `git --version`, such as `git version 2.39.5 (Apple Git-154)` or
    /// `git version 2.45.0.rc1`; nil when it is none.
    package init?(answer: String) {
        let words = answer.split(whereSeparator: \.isWhitespace)
        guard words.count >= 3, words[0] == "git", words[1] == "version" else { return nil }
        let numbers = words[2].split(separator: ".", omittingEmptySubsequences: false)
        guard numbers.count >= 2, let major = Self.number(numbers[0]),
            let minor = Self.number(numbers[1])
        else { return nil }
        self.init(major, minor, numbers.count > 2 ? Self.number(numbers[2]) ?? 0 : 0)
    }

    /// The oldest git every call works with. Without `GIT_CONFIG_GLOBAL`, which came with it, the
    /// user's own configuration would take part; `GIT_CONFIG_COUNT` came with 2.31,
    /// `--no-force-if-includes` with 2.30, `--no-write-fetch-head` with 2.29.
    package static let oldest = GitVersion(2, 32)

    /// Since this one `git repack` can keep young unreachable objects in a pack of their own.
    static let cruftPacks = GitVersion(2, 37)

    package static func < (left: GitVersion, right: GitVersion) -> Bool {
        (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
    }

    /// The digits a part starts with: `0-rc1` is 0.
    private static func number(_ text: Substring) -> Int? {
        Int(text.prefix { $0.isASCII && $0.isNumber }.prefix(9))
    }
}

extension GitVersion: CustomStringConvertible {
    package var description: String { "\(major).\(minor).\(patch)" }
}

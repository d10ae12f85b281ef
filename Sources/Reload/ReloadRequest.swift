/// What a caller of reload expects to find; every part is optional.
package struct ReloadRequest: Sendable {
    /// The branch the sender means.
    package let branch: String?
    /// The commit the remote branch should contain.
    package let commit: CommitHint?
    /// Nobody asked for it: a look at the remote by the timer.
    package let isScheduled: Bool

    package init(branch: String? = nil, commit: CommitHint? = nil, isScheduled: Bool = false) {
        self.branch = branch
        self.commit = commit
        self.isScheduled = isScheduled
    }
}

/// A full or abbreviated commit id: 4 to 40 hexadecimal digits, never git's revision syntax.
package struct CommitHint: Hashable, Sendable {
    /// Lower-case digits.
    package let hex: String

    /// Nil for anything but 4–40 hexadecimal digits.
    package init?(_ text: String) {
        let isHex = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
                UInt8(ascii: "A")...UInt8(ascii: "F"):
                true
            default: false
            }
        }
        guard (4...40).contains(text.utf8.count), isHex else { return nil }
        hex = text.lowercased()
    }
}

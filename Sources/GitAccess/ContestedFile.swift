package import GitModel

/// One file of a tree, with its bytes.
package struct FileVersion: Hashable, Sendable {
    package let mode: FileMode
    package let id: BlobID
    /// Empty when `isTooLarge`.
    package let bytes: [UInt8]
    /// Whether the file is over the size that is merged.
    package let isTooLarge: Bool

    package init(mode: FileMode, id: BlobID, bytes: [UInt8], isTooLarge: Bool = false) {
        self.mode = mode
        self.id = id
        self.bytes = bytes
        self.isTooLarge = isTooLarge
    }
}

/// A path that both sides of a merge changed, to different things.
package struct ContestedFile: Sendable {
    /// Bytes that are not UTF-8 are replaced by U+FFFD.
    package let path: String
    /// Nil: the path did not exist there.
    package let base: FileVersion?
    package let ours: FileVersion?
    package let theirs: FileVersion?

    package init(path: String, base: FileVersion?, ours: FileVersion?, theirs: FileVersion?) {
        self.path = path
        self.base = base
        self.ours = ours
        self.theirs = theirs
    }
}

/// What becomes of a contested file.
package enum Resolution: Sendable {
    /// `note`: what the merge lost or changed beside the content, for the log.
    case file([UInt8], FileMode, note: String? = nil)
    /// Why the two cannot be brought together.
    case conflict(String)
}

/// How a three-way merge of trees ended.
package enum TreeMerge: Hashable, Sendable {
    /// With what was noted about contested files.
    case clean(TreeID, notes: [MergeConflict])
    /// The first twenty, in git's order.
    case conflicts([MergeConflict])
}

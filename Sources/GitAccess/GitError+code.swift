extension GitError {
    /// What libgit2 returned: its set of codes is open, so this is no enum.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: Int32
        package init(rawValue: Int32) { self.rawValue = rawValue }

        /// Anything without a code of its own: corruption, I/O, permissions.
        package static let generic = Code(rawValue: -1)
        package static let notFound = Code(rawValue: -3)
        package static let exists = Code(rawValue: -4)
        package static let ambiguous = Code(rawValue: -5)
        package static let invalidName = Code(rawValue: -12)
        /// A lock file is held; the message names it.
        package static let locked = Code(rawValue: -14)
        package static let modified = Code(rawValue: -15)
        package static let invalid = Code(rawValue: -21)
        /// An object's bytes do not have its name: the store is corrupt.
        package static let mismatch = Code(rawValue: -33)
        /// A limit of ours, not of libgit2.
        package static let limitExceeded = Code(rawValue: -10_001)
        /// The folder is not a repository that can be served; a check of ours.
        package static let unsupported = Code(rawValue: -10_002)
    }

    /// The part of libgit2 that failed (`git_error_t`).
    package struct Category: RawRepresentable, Hashable, Sendable {
        package let rawValue: Int32
        package init(rawValue: Int32) { self.rawValue = rawValue }

        package static let none = Category(rawValue: 0)
        package static let operatingSystem = Category(rawValue: 2)
        package static let reference = Category(rawValue: 4)
        package static let repository = Category(rawValue: 6)
        package static let objectStore = Category(rawValue: 9)
        package static let tree = Category(rawValue: 14)
    }
}

/// What a test puts at a path of a commit. A string literal is a plain file with that text.
package enum TestFile: Sendable, ExpressibleByStringLiteral {
    /// A plain file, mode 100644.
    case bytes([UInt8])
    /// A file with the executable bit, mode 100755.
    case executable(String)
    /// A symbolic link to `target`.
    case symlink(target: String)
    /// A commit of another repository, by its forty digits.
    case gitlink(String)
    /// The path is removed, with everything below it.
    case removed

    package init(stringLiteral text: String) { self = .bytes(Array(text.utf8)) }

    /// A plain file with this text.
    package static func text(_ text: String) -> TestFile { .bytes(Array(text.utf8)) }
}

/// What checkers need to know about a commit without asking git.
package struct CommitSummary: Sendable, Hashable {
    /// `gen` of its stamped records: the last stamp on its first-parent line; nil before the first.
    package let gen: Int?
    /// TOML files by top folder, which for the sheets of scenarios is the sheet.
    package let records: [String: Int]
    /// Author line without date.
    package let author: String
    /// Author and committer date.
    package let date: UTCInstant
    /// The message, with the newline git ends it with.
    package let message: String
}

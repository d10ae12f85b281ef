/// What one commit says and changes. Changes apply in the order of the properties here.
package struct CommitSpec: Sendable, Hashable {
    /// A whole record.
    package enum Content: Sendable, Hashable {
        /// Written as TOML, keys in this order.
        case fields([DataValue.Field])
        /// Written as it is.
        case raw(String)
    }

    /// A mode `mode` may set.
    package enum Mode: String, Sendable, Hashable, CaseIterable {
        case plain = "100644"
        case executable = "100755"
    }

    /// Pseudo-random bytes: the same for the same path, size and seed.
    package struct Blob: Sendable, Hashable {
        /// The file.
        package let path: String
        /// How many bytes.
        package let size: ByteSize
        /// The seed, 0 by default.
        package let seed: UInt64
    }

    /// Author and committer date.
    package enum Date: Sendable, Hashable {
        /// This very second.
        case absolute(UTCInstant)
        /// So many seconds from the commit's tick.
        case offset(Int64)
    }

    /// A path and what happens to it; keeps the order written.
    package struct Entry<Value: Sendable & Hashable>: Sendable, Hashable {
        /// The file, from the root of the tree.
        package let path: String
        /// What is put there.
        package let value: Value
    }

    /// The commit's name.
    package var name: CommitName
    /// The actor who made it; nil is the first writer.
    package var by: String?
    /// The message; nil means the name.
    package var message: String?
    /// The date; nil is the commit's tick.
    package var at: Date?
    /// Number of records to generate, by sheet.
    package var records: [Entry<Int>] = []
    /// Paths to remove.
    package var delete: [String] = []
    /// From path to path.
    package var move: [Entry<String>] = []
    /// Whole files.
    package var set: [Entry<Content>] = []
    /// Fields of records that exist already.
    package var patch: [Entry<[DataValue.Field]>] = []
    /// Raw bytes.
    package var bytes: [Entry<[UInt8]>] = []
    /// A file of pseudo-random bytes.
    package var blob: Blob?
    /// Symbolic links and their targets.
    package var symlink: [Entry<String>] = []
    /// Gitlinks and the commit id they name.
    package var gitlink: [Entry<String>] = []
    /// File modes.
    package var mode: [Entry<Mode>] = []
    /// `gen = N` in every stamped record.
    package var stamp: Int?
    /// True for a commit that changes nothing on purpose.
    package var empty = false
    /// The message's character set, as git's `encoding` header.
    package var encoding: String?
    /// The signature header, verbatim.
    package var gpgsig: String?
    /// Where it is described.
    package var location: ScenarioLocation?

    /// True when nothing is said about content, so that the commit adds its own record.
    package var addsItsOwnRecord: Bool {
        !empty && records.isEmpty && delete.isEmpty && move.isEmpty && set.isEmpty && patch.isEmpty
            && bytes.isEmpty && blob == nil && symlink.isEmpty && gitlink.isEmpty && mode.isEmpty
            && stamp == nil
    }
}

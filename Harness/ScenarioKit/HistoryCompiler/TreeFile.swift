/// One file of a virtual tree.
struct TreeFile: Sendable, Hashable {
    /// Where its bytes come from. Only small content is held in memory.
    enum Content: Sendable, Hashable {
        case bytes([UInt8])
        /// A generated record.
        case record(GeneratedRecord)
        /// Pseudo-random bytes.
        case random(CommitSpec.Blob)
        /// A gitlink's commit id.
        case link(String)
    }

    /// Git's mode, `100644`.
    var mode: String
    var content: Content

    /// A regular file.
    static func plain(_ content: Content) -> TreeFile {
        TreeFile(mode: CommitSpec.Mode.plain.rawValue, content: content)
    }

    /// The bytes of a text file; nil for gitlinks, symlinks and pseudo-random bytes.
    var text: [UInt8]? {
        guard mode.hasPrefix("100") else { return nil }
        switch content {
        case .bytes(let bytes): return bytes
        case .record(let record): return record.bytes
        case .random, .link: return nil
        }
    }
}

package import GitModel

/// What a commit does to one file.
///
/// The edits of one commit are a set: of several for one path the last counts, and what goes makes
/// room for what comes.
package struct FileEdit: Hashable, Sendable {
    /// From the root of the tree, `/` between parts.
    package let path: String
    /// Nil: the file goes.
    package let content: [UInt8]?
    /// The name of the content; nil: it is computed.
    package let blob: BlobID?

    package init(path: String, content: [UInt8]?, blob: BlobID? = nil) {
        self.path = path
        self.content = content
        self.blob = blob
    }
}

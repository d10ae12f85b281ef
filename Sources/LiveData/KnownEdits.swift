package import GitModel

/// What a writer knows of the commits it has just made, so that nothing is read back.
package struct KnownEdits: Sendable {
    /// Every path that differs from the base's tree, each once.
    package let changes: [TreeChange]
    /// The content of new files, as far as it is at hand.
    package let contents: [BlobID: [UInt8]]

    package init(changes: [TreeChange], contents: [BlobID: [UInt8]]) {
        self.changes = changes
        self.contents = contents
    }
}

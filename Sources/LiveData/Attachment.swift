package import GitModel

/// A file in the folder named like a record, served as it is.
package struct Attachment: Hashable, Sendable {
    /// Path below the sheet's root, such as `jane/photo.jpg`.
    package let path: String
    /// The file's content; also its entity tag.
    package let blob: BlobID

    package init(path: String, blob: BlobID) {
        self.path = path
        self.blob = blob
    }
}

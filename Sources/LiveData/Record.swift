package import GitModel

/// One record as it is served: where it is, which bytes it was read from, and its JSON.
package final class Record: Sendable {
    /// Path below the sheet's root, without the extension.
    package let path: String
    /// The blob the record was read from; also its entity tag.
    package let blob: BlobID
    /// Compact JSON with sorted keys, ready to send.
    package let json: [UInt8]

    package init(path: String, blob: BlobID, json: [UInt8]) {
        self.path = path
        self.blob = blob
        self.json = json
    }
}

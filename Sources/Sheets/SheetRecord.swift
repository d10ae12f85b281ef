/// One record as it is served.
package struct SheetRecord: Hashable, Sendable {
    /// Compact JSON, keys sorted by their UTF-8 bytes at every depth, ready to send.
    package let json: [UInt8]
    /// Every string and number of the record in the order of `json`, one a line.
    package let searchText: String

    package init(json: [UInt8], searchText: String) {
        self.json = json
        self.searchText = searchText
    }
}

/// A row on its way into the search index.
struct IndexRow: Sendable {
    let key: RowKey
    /// Everything of the record that can be found, one value a line.
    let text: TextShelf.Text
    /// The record as it is served, for the next start.
    let json: [UInt8]
}

import GitModel

/// What one row of the search index stands for: one record, read from one blob under one
/// declaration.
///
/// A snapshot holds a row when it serves exactly that; so one index answers for every generation.
struct RowKey: Hashable, Sendable {
    let sheet: String
    let declaration: BlobID
    let path: String
    let blob: BlobID

    /// True when a snapshot with these sheets serves the record this row was made from.
    func isHeld(in sheets: [String: SheetSnapshot]) -> Bool {
        guard let sheet = sheets[sheet], sheet.declarationBlob == declaration else { return false }
        return sheet.records[path]?.blob == blob
    }
}

import GitModel

/// A file that holds a record.
struct RecordFile: Sendable {
    /// Path below the sheet's root, without the extension.
    let recordPath: String
    let file: TreeFile
}

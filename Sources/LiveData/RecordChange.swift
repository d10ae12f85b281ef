/// One record that differs between two snapshots.
package struct RecordChange: Hashable, Sendable {
    /// What happened to the record.
    package enum Operation: String, Sendable {
        case added, changed, removed
    }

    package let sheet: String
    /// Path below the sheet's root, without the extension.
    package let path: String
    package let op: Operation

    package init(sheet: String, path: String, op: Operation) {
        self.sheet = sheet
        self.path = path
        self.op = op
    }
}

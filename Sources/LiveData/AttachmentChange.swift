/// One file beside a record that differs between two snapshots.
///
/// A record that comes or goes takes the files in its folder with it: those are not told one by
/// one, unless they differ themselves.
package struct AttachmentChange: Hashable, Sendable {
    package let sheet: String
    /// Path of the record, below the sheet's root.
    package let path: String
    /// The file's name in the record's folder.
    package let name: String
    package let op: RecordChange.Operation

    package init(sheet: String, path: String, name: String, op: RecordChange.Operation) {
        self.sheet = sheet
        self.path = path
        self.name = name
        self.op = op
    }
}

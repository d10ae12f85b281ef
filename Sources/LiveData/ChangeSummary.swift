/// What differs between a snapshot and the one it was built over, cut to what is worth telling.
package struct ChangeSummary: Equatable, Sendable {
    /// Every sheet of which something differs, ordered by name: records, files beside them, or
    /// the declaration.
    package let sheets: [String]
    /// The first of the records that differ, by sheet and path.
    package let records: [RecordChange]
    /// The first of the files beside records that differ, by sheet and path.
    package let attachments: [AttachmentChange]
    /// Number of all changes, told or not.
    package let count: Int

    /// Whether there are more changes than are told.
    package var isCut: Bool { told < count }
    /// Number of the changes told.
    var told: Int { records.count + attachments.count }

    /// Keeps the first `limit` changes, records before files.
    package init(
        sheets: [String] = [], records: [RecordChange] = [],
        attachments: [AttachmentChange] = [], limit: Int = Limits.toldChanges
    ) {
        self.sheets = sheets
        self.records = Array(records.prefix(limit))
        self.attachments = Array(attachments.prefix(limit - self.records.count))
        count = records.count + attachments.count
    }
}

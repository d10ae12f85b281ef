import Sheets

/// Everything a build found out, before it becomes a snapshot.
struct Assembly: Sendable {
    var sheets: [String: SheetSnapshot] = [:]
    var brokenDeclarations: [String: SheetProblem] = [:]
    /// By sheet and path.
    var changes: [RecordChange] = []
    /// Files beside records, by sheet and path; empty without a base.
    var attachmentChanges: [AttachmentChange] = []
    /// Sheets of which anything differs from the base.
    var changedSheets: Set<String> = []
    /// Rows for the search index.
    var rows: [IndexRow] = []
    /// Rows that only one of base and new snapshot holds; empty without a base.
    var differing: [RowKey] = []
}

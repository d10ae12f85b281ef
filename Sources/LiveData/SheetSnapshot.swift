package import GitModel
package import Sheets

/// One sheet at one commit: its declaration and everything it holds.
package struct SheetSnapshot: Sendable {
    package let declaration: SheetDeclaration
    /// The blob the declaration was read from; a record counts as unchanged only under the same.
    package let declarationBlob: BlobID
    /// Records by their path below the root.
    package let records: SortedEntries<Record>
    /// Files that would be attachments if the record their folder is named for exists; by path
    /// below the root. `Snapshot.attachment(sheet:path:name:)` checks the record.
    package let attachments: SortedEntries<Attachment>
    /// Records that could not be read, by file path; empty under the policy `refuse`.
    package let problems: SortedEntries<SheetProblem>

    package init(
        declaration: SheetDeclaration, declarationBlob: BlobID, records: SortedEntries<Record>,
        attachments: SortedEntries<Attachment>, problems: SortedEntries<SheetProblem> = .init()
    ) {
        self.declaration = declaration
        self.declarationBlob = declarationBlob
        self.records = records
        self.attachments = attachments
        self.problems = problems
    }

    /// Number of records.
    package var count: Int { records.count }
}

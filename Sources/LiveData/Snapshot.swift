package import GitModel
package import Sheets

/// Everything served at one commit. Never changes; whoever holds it reads one consistent state.
///
/// Two snapshots built one over the other share all that is equal in them. As long as a snapshot
/// is held, the search index keeps the rows that answer searches in it.
package final class Snapshot: Sendable {
    /// Nil: the branch has no commit yet.
    package let commit: CommitID?
    package let tree: TreeID?
    /// Counts up by one per swap.
    package let generation: UInt64
    /// By sheet name.
    package let sheets: [String: SheetSnapshot]
    /// Declarations that could not be read, by sheet name; empty under the policy `refuse`.
    package let brokenDeclarations: [String: SheetProblem]
    /// What is left out, ordered by path: the first `Limits.listedProblems` of `problemCount`.
    package let problems: [SheetProblem]
    /// Number of all problems, listed or not.
    package let problemCount: Int
    /// Number of records of all sheets.
    package let recordCount: Int
    /// What differs from the snapshot it was built over; everything, of the first one.
    package let changes: ChangeSummary

    let lease: SearchLease?

    /// Puts a snapshot together; only those made by `SnapshotBuilder` have a `lease`.
    package init(
        commit: CommitID?, tree: TreeID?, generation: UInt64, sheets: [String: SheetSnapshot],
        brokenDeclarations: [String: SheetProblem] = [:],
        changes: ChangeSummary = ChangeSummary(), lease: SearchLease? = nil
    ) {
        self.commit = commit
        self.tree = tree
        self.generation = generation
        self.sheets = sheets
        self.brokenDeclarations = brokenDeclarations
        self.changes = changes
        self.lease = lease
        recordCount = sheets.values.reduce(0) { $0 + $1.count }
        problemCount =
            brokenDeclarations.count + sheets.values.reduce(0) { $0 + $1.problems.count }
        problems = ProblemList.first(
            of: Array(brokenDeclarations.values), and: sheets.values.map(\.problems))
    }

    /// The record at a path below a sheet's root; nil when there is no such sheet or record.
    package func record(sheet: String, path: String) -> Record? {
        sheets[sheet]?.records[path]
    }

    /// The file `name` in the folder of a record that exists; nil otherwise.
    package func attachment(sheet: String, path: String, name: String) -> Attachment? {
        guard let sheet = sheets[sheet], sheet.records[path] != nil else { return nil }
        return sheet.attachments["\(path)/\(name)"]
    }
}

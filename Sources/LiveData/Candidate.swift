/// A snapshot that is ready to be served but is not yet.
///
/// Dropping it undoes everything: its search rows are cleaned away.
package struct Candidate: Sendable {
    package let snapshot: Snapshot
    /// What it was built over; nil for a full build.
    package let base: Snapshot?
    /// Differences from `base`, by sheet and path; all records are `added` in a full build.
    package let changes: [RecordChange]

    package init(snapshot: Snapshot, base: Snapshot?, changes: [RecordChange]) {
        self.snapshot = snapshot
        self.base = base
        self.changes = changes
    }
}

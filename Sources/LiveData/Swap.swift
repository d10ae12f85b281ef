package import GitModel

/// One swap, as it is told: what has been served since, and what differs from before.
package struct Swap: Equatable, Sendable {
    /// Nil: the branch had no commit any more.
    package let commit: CommitID?
    package let generation: UInt64
    package let changes: ChangeSummary

    package init(commit: CommitID?, generation: UInt64, changes: ChangeSummary) {
        self.commit = commit
        self.generation = generation
        self.changes = changes
    }
}

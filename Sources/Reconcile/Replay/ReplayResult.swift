package import GitAccess
package import GitModel

/// How a replay ended. It moves no reference either way.
package enum ReplayResult: Sendable {
    case clean(ReplayedHistory)
    case conflict(ReplayConflict)
}

/// Local commits put onto the remote's tip.
package struct ReplayedHistory: Sendable {
    /// The newest replayed commit; the remote's tip when all were dropped.
    package let tip: CommitID
    /// In the order they were replayed; merges are not among them.
    package let steps: [ReplayStep]
    /// The merges left out, each with the commit that has all it brought together.
    package let merges: [ReplayStep]

    /// Commits that were upstream already.
    package var dropped: [CommitID] { steps.filter { $0.replayed == nil }.map(\.original) }
}

/// What became of one local commit.
package struct ReplayStep: Hashable, Sendable {
    package let original: CommitID
    /// Nil: dropped, its change was upstream already.
    package let replayed: CommitID?
}

/// The first local commit that could not be replayed, and why.
package struct ReplayConflict: Sendable {
    package let commit: CommitID
    package let files: [MergeConflict]
}

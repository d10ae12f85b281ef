/// The bounds of a reconcile.
enum Limits {
    /// Seconds before what the remote did not have is sought there again.
    static let refetchPause = 3600.0
    /// The same, after a transfer that broke.
    static let brokenRefetchPause = 60.0
    /// Local commits that are replayed at most.
    static let replayedCommits = 10_000
    /// Entries of the replay log that are read back.
    static let replayLogEntries = 1_000
    /// A larger declaration is not read; the server refuses it too.
    static let declarationBytes = 1 << 20
    /// A larger record is not merged by field; the server refuses it too.
    static let recordBytes = 8 << 20
    /// Names tried for a conflict branch within one second.
    static let conflictBranchesPerSecond = 1_000
}

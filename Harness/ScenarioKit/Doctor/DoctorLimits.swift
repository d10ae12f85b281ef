/// The bounds of an examination.
enum DoctorLimits {
    /// Files of a git folder that are looked at.
    static let files = 5_000_000
    /// Commits whose headers are read.
    static let commits = 10_000
    /// From how many bytes on a file is large.
    static let largeFile = 100 << 20
    /// From how many files on a tree is large.
    static let manyFiles = 100_000
    /// The largest repository that is copied for a rehearsal.
    static let copy: Int64 = 8 << 30
    /// Files changed on both sides that are merged to see how.
    static let merged = 100
    /// Commits a shallow clone was cut at that are asked of the remote.
    static let cuts = 64
    /// How long a rehearsal may take.
    static let rehearsal = Duration.seconds(300)
    /// From how many seconds on a lock is taken for left behind.
    static let staleLock = 60
}

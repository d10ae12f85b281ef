/// Bounds on what a repository or a remote may make this process do.
enum Limits {
    /// Objects that are looked at after a failure to see what is lost.
    static let suspects = 64
    /// Commits that are looked through for lost objects when git names none.
    static let searchedCommits = 256
    /// Folders inside one another.
    static let treeDepth = 64
    /// Files of one tree, or changes between two: a few nested trees can name 10^60 files.
    static let treeFiles = 10_000_000
    /// A file over this is not merged when both sides changed it.
    static let contestedFileBytes = 8 << 20
    /// Conflicts and notes of one merge that are listed.
    static let listedConflicts = 20
    /// Bytes kept of each output of the git program; the newest are kept.
    static let outputBytes = 64 * 1024
    /// Bytes read after git has exited: as much as a large pipe can hold.
    static let lateOutputBytes = 1 << 20
    /// Bytes of a failure's message.
    static let messageBytes = 2_000
    /// Between SIGTERM and SIGKILL.
    static let killGrace = Duration.seconds(2)
    /// How long a reference's lock file is waited for, as git's core.filesRefLockTimeout.
    static let referenceLockWait = Duration.milliseconds(200)
    /// Redirects on the remote's host that one call follows.
    static let redirects = 5
    /// Deadline of the question whether a remote is empty.
    static let listTimeout = Duration.seconds(15)
    /// An HTTP transfer that stands still for this long has failed.
    static let stallSeconds: Int64 = 30
    /// Bytes of objects libgit2 keeps, over all repositories.
    static let objectCacheBytes = 64 << 20
    /// Bytes of packs mapped into memory at a time, over all repositories.
    static let mappedPackBytes = 1 << 30
    /// Pack files open at a time.
    static let openPacks = 256
    /// Blob reading threads.
    static let readerThreads = 32
    /// Blobs read between two looks at the work queue.
    static let readerChunk = 256
    /// Looks into the object store for one abbreviated name.
    static let prefixLookups = 4096
    /// Deadline of `git --version`.
    static let probeTimeout = Duration.seconds(10)
    /// A lock or leftover whose owner cannot be looked for is dead when it is older than this.
    static let blindAgeSeconds = 600.0
    /// Folders inside one another below `refs` that a sweep looks into.
    static let sweepDepth = 64
    /// Bytes of trees that a writer of commits keeps.
    static let writtenTreeBytes = 64 << 20
    /// Deltas that are applied to read an object, at most; git's own limit.
    static let deltaDepth = 50
    /// Packs before upkeep joins some.
    static let packs = 32
    /// Packs that upkeep joins at once.
    static let joinedPacks = 512
    /// Packs with more objects or bytes are left to git.
    static let joinedObjects = 2_000_000
    static let joinedPackBytes = 1 << 30
    /// Loose objects before upkeep has git pack them.
    static let looseObjects = 512
    /// Bytes of objects, not deflated, that are kept in memory before they become a pack.
    static let gatheredBytes = 128 << 20
    /// Deadline of git's packing of loose objects.
    static let packTimeout = Duration.seconds(600)
    /// Between two removals of what nothing reaches, and how old that must be, in seconds.
    static let pruneAgeSeconds = 14 * 86_400.0
    /// Deadline of such a removal.
    static let pruneTimeout = Duration.seconds(6 * 3600)
    /// Between a failure of git's part of upkeep and the next attempt.
    static let tidyRetry = Duration.seconds(3600)
    /// A pack without an index is dead when it is older than this.
    static let orphanAgeSeconds = 86_400.0
    /// A stored tree smaller than this is not repeated as a delta in the pack of the next.
    static let repeatedTreeBytes = 1024
    /// Bytes of a pack that are gathered before they are written.
    static let packBufferBytes = 4 << 20
    /// Entries of folders that one sweep looks at.
    static let sweepEntries = 2_000_000
    /// Bytes read of a file in /proc, or of a file that names a process.
    static let processFileBytes = 256 * 1024
    /// Names that one line of the log lists.
    static let loggedNames = 20
}

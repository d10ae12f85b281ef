/// What a sweep found in a repository and did about it.
package struct CareReport: Sendable, Hashable {
    /// Lock files of dead processes that were removed, relative to the repository, in order.
    package var removedLocks: [String] = []
    /// Lock files that stay; each may make a later reference move or fetch fail.
    package var keptLocks: [KeptLock] = []
    /// Files and folders of killed transfers that were removed, and their size.
    package var leftovers = 0
    package var leftoverBytes = 0
    /// Traces of interrupted work by hand, such as `MERGE_HEAD`: seen and left alone.
    package var unused: [String] = []

    package init() {}
}

package import GitModel

extension GitRepository {
    /// Merges `theirs` into `ours`, both grown from `base` (nil: an empty tree), on objects only:
    /// no renames, attributes, drivers or configuration.
    ///
    /// A path that one side left alone is taken from the other, identical changes are taken, and
    /// `resolve` is asked about every regular file that both changed. What is no regular file on
    /// every side, or lies in the way of a folder, is a conflict by itself.
    package func merge(
        base: TreeID?, ours: TreeID, theirs: TreeID,
        resolve: @escaping @Sendable (ContestedFile) throws(GitError) -> Resolution
    ) throws(GitError) -> TreeMerge {
        var merge = TreeMerger(try repository, resolve: resolve)
        let tree = try merge.merge(base, ours, theirs, prefix: [], depth: 0)
        guard merge.conflicts.isEmpty else { return .conflicts(merge.conflicts) }
        guard let tree else { return .clean(try emptyTree(), notes: merge.notes) }
        return .clean(tree, notes: merge.notes)
    }
}

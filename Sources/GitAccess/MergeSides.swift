import GitModel

/// What three trees have at one name; nil: nothing.
struct MergeSides {
    /// What one tree has at a name.
    struct Entry: Equatable {
        let mode: FileMode
        let id: ObjectID

        var isFolder: Bool { mode == .directory }
        /// Nil for what is no folder.
        var tree: TreeID? { isFolder ? TreeID(id) : nil }
    }

    var base: Entry?
    var ours: Entry?
    var theirs: Entry?

    /// What the merge comes to where one side changed nothing or both did the same; nil: neither.
    var settled: Entry?? {
        if ours == theirs || base == theirs { return .some(ours) }
        if base == ours { return .some(theirs) }
        return nil
    }

    /// The mode of a link or submodule among them.
    var oddMode: FileMode? {
        [base, ours, theirs].compactMap { $0?.mode }
            .first { !$0.isRegularFile && $0 != .directory }
    }
}

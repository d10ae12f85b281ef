/// What kind of thing a tree entry is (git's file modes).
package enum FileMode: UInt32, Sendable, Hashable {
    case file = 0o100644
    case executable = 0o100755
    case symlink = 0o120000
    case gitlink = 0o160000
    case directory = 0o040000

    /// A plain blob that may hold a record.
    package var isRegularFile: Bool { self == .file || self == .executable }
}

/// One file of a tree, walked recursively; never a directory.
package struct TreeFile: Hashable, Sendable {
    /// Path from the root of the tree, `/` between parts. Bytes that are not UTF-8 are replaced
    /// by U+FFFD, which no record path may contain.
    package let path: String
    package let mode: FileMode
    /// A gitlink's is the commit it names.
    package let id: BlobID

    package init(path: String, mode: FileMode, id: BlobID) {
        self.path = path
        self.mode = mode
        self.id = id
    }
}

/// One path that differs between two trees. Renames are a deletion and an addition.
package struct TreeChange: Hashable, Sendable {
    package let path: String
    /// Nil: the path did not exist before.
    package let old: TreeFile?
    /// Nil: the path does not exist any more.
    package let new: TreeFile?

    package init(path: String, old: TreeFile?, new: TreeFile?) {
        self.path = path
        self.old = old
        self.new = new
    }
}

/// How two tips are related: commits only `local` has, commits only `remote` has.
package struct BranchRelation: Hashable, Sendable {
    /// Commits of the local tip that the remote tip does not contain.
    package let ahead: Int
    /// Commits of the remote tip that the local tip does not contain.
    package let behind: Int
    /// The best common ancestor; nil when the histories share no commit.
    package let mergeBase: CommitID?

    package init(ahead: Int, behind: Int, mergeBase: CommitID?) {
        self.ahead = ahead
        self.behind = behind
        self.mergeBase = mergeBase
    }
}

/// The parts of a commit that serving needs.
package struct CommitInfo: Hashable, Sendable {
    package let id: CommitID
    package let tree: TreeID
    package let parents: [CommitID]
    /// Committer time, seconds since 1970 UTC.
    package let committedAt: Int64

    package init(id: CommitID, tree: TreeID, parents: [CommitID], committedAt: Int64) {
        self.id = id
        self.tree = tree
        self.parents = parents
        self.committedAt = committedAt
    }
}

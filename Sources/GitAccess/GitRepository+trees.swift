import CLibgit2
package import GitModel

extension GitRepository {
    /// Every file of a tree, recursively, in git's order.
    ///
    /// `path` narrows it to one folder (nil or empty: the whole tree; paths still start at the
    /// root); a folder that does not exist, or that is a file, has no files.
    package func files(in tree: TreeID, below path: String?) throws(GitError) -> [TreeFile] {
        var walk = TreeWalk(try repository)
        if let path, !path.isEmpty {
            guard let (id, mode) = try lookup(path, in: tree), mode == .directory else { return [] }
            let depth = path.utf8.count { $0 == UInt8(ascii: "/") } + 1
            try walk.add(TreeID(id), prefix: path + "/", depth: depth)
        } else {
            try walk.add(tree, prefix: "")
        }
        return walk.files
    }

    /// The file at `path`; nil when nothing is there, or a folder.
    package func entry(at path: String, in tree: TreeID) throws(GitError) -> TreeFile? {
        guard let (id, mode) = try lookup(path, in: tree), mode != .directory else { return nil }
        return TreeFile(path: path, mode: mode, id: BlobID(id))
    }

    /// Every path whose file differs between two trees (nil: an empty one), in git's order.
    ///
    /// A rename is a deletion and an addition; a folder replaced by a file is the deletion of
    /// each of its files and an addition. Identical subtrees are not read.
    package func changes(from old: TreeID?, to new: TreeID?) throws(GitError) -> [TreeChange] {
        var diff = TreeDiff(try repository)
        try diff.add(old, new, prefix: "")
        return diff.changes
    }

    private func lookup(
        _ path: String, in tree: TreeID
    ) throws(GitError) -> (ObjectID, FileMode)? {
        // A NUL would end the C string early and so name another file.
        guard !path.isEmpty, !path.utf8.contains(0), !path.hasPrefix("/"), !path.hasSuffix("/"),
            !path.contains("//")
        else { return nil }
        var name = tree.object.git
        let repository = try repository
        let root = try Handle<Kinds.Tree>("git_tree_lookup") {
            git_tree_lookup(&$0, repository.pointer, &name)
        }
        let entry = try Handle<Kinds.TreeEntry>.ifFound("git_tree_entry_bypath") {
            git_tree_entry_bypath(&$0, root.pointer, path)
        }
        guard let entry, let found = TreeEntry(entry.pointer) else { return nil }
        return (found.object, found.mode)
    }
}

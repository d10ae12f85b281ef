import GitModel

/// Collects the files of a tree and its subtrees, in git's order.
struct TreeWalk {
    private let repository: Repository
    private(set) var files: [TreeFile] = []

    init(_ repository: Repository) { self.repository = repository }

    /// Adds every file below `tree`, whose path with a trailing slash (or nothing) is `prefix`.
    mutating func add(_ tree: TreeID, prefix: String, depth: Int = 0) throws(GitError) {
        try TreeLimit.check(depth: depth, count: files.count, at: prefix)
        let tree = try OpenTree(tree, in: repository)
        files.reserveCapacity(files.count + tree.count)
        for index in 0..<tree.count {
            let entry = try tree.entry(index)
            let path = entry.path(behind: prefix)
            if entry.isFolder {
                try add(TreeID(entry.object), prefix: path + "/", depth: depth + 1)
            } else {
                files.append(TreeFile(path: path, mode: entry.mode, id: BlobID(entry.object)))
            }
        }
        try TreeLimit.check(depth: depth, count: files.count, at: prefix)
    }
}

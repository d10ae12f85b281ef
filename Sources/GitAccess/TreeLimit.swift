/// Refuses trees that would take for ever or all memory.
enum TreeLimit {
    static func check(depth: Int, count: Int, at path: String) throws(GitError) {
        if depth > Limits.treeDepth {
            throw exceeded(
                "folders are nested deeper than \(Limits.treeDepth) at \(path.prefix(200))")
        }
        if count > Limits.treeFiles {
            throw exceeded("a tree has more than \(Limits.treeFiles) files")
        }
    }

    private static func exceeded(_ message: String) -> GitError {
        GitError(
            code: .limitExceeded, category: .tree, operation: "git_tree_lookup", message: message)
    }
}

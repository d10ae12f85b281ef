/// One commit's files while histories are walked, and what it touched.
struct CommitState {
    var tree: VirtualTree
    /// Paths that may differ from the first parent.
    var touched: Set<String> = []

    mutating func put(_ path: String, _ file: TreeFile, alone: Bool = false) {
        touched.insert(path)
        touched.formUnion(tree.put(path, file, alone: alone))
    }

    mutating func replace(_ path: String, _ file: TreeFile) {
        touched.insert(path)
        tree.replace(path, file)
    }

    /// Removes a file or, with a slash at the end, a folder; false when there was nothing.
    mutating func remove(_ path: String) -> Bool {
        let removed = tree.remove(path)
        touched.formUnion(removed)
        return !removed.isEmpty
    }
}

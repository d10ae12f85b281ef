import GitModel

/// What becomes of one name of a tree.
struct TreeEdit {
    let name: [UInt8]
    /// Where the tree has the name now.
    let index: Int?
    /// Nil: the name goes.
    let entry: MergeSides.Entry?

    /// Writes `tree` (nil: an empty one) with the edits; nil when nothing is left in it.
    static func apply(
        _ edits: [TreeEdit], to tree: TreeID?, in repository: Repository
    ) throws(GitError) -> TreeID? {
        if edits.isEmpty { return tree }
        let replaced = Set(edits.compactMap(\.index))
        var added = edits.filter { $0.entry != nil }.sorted { $0.precedes($1) }[...]
        var cursor = try TreeCursor(tree, in: repository)
        var writer = TreeWriter(capacity: cursor.count + added.count)
        try cursor.advance()
        while let entry = cursor.entry {
            if !replaced.contains(cursor.index) {
                while let next = added.first, next.precedes(entry) {
                    next.append(to: &writer)
                    added.removeFirst()
                }
                writer.append(entry)
            }
            try cursor.advance()
        }
        for edit in added { edit.append(to: &writer) }
        return writer.isEmpty ? nil : try writer.write(to: repository)
    }

    private func append(to writer: inout TreeWriter) {
        if let entry { writer.append(name, entry) }
    }

    private var isFolder: Bool { entry?.isFolder == true }

    private func precedes(_ other: TreeEdit) -> Bool {
        other.name.withUnsafeBytes { precedes($0, isFolder: other.isFolder) }
    }

    private func precedes(_ other: TreeEntry) -> Bool {
        other.withBytes { name, _ in precedes(name, isFolder: other.isFolder) }
    }

    private func precedes(_ other: UnsafeRawBufferPointer, isFolder: Bool) -> Bool {
        name.withUnsafeBytes {
            TreeEntry.order($0, isFolder: self.isFolder, other, isFolder: isFolder) < 0
        }
    }
}

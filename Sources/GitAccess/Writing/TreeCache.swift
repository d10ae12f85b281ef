import GitModel

/// Trees that were read or written lately, so that the next commit need not read them.
struct TreeCache {
    /// Most bytes of trees.
    let limit: Int
    private var trees: [ObjectID: ChunkedTree] = [:]
    /// The least recently used first.
    private var order: [ObjectID] = []
    private var bytes = 0

    init(limit: Int) { self.limit = limit }

    subscript(id: ObjectID) -> ChunkedTree? { trees[id] }

    /// Keeps a tree; the version it was made of goes, for nobody is likely to ask for that again.
    mutating func keep(_ id: ObjectID, _ tree: ChunkedTree, insteadOf old: ObjectID?) {
        if let old { forget(old) }
        forget(id)
        trees[id] = tree
        order.append(id)
        bytes += tree.size
        while bytes > limit, let oldest = order.first { forget(oldest) }
    }

    private mutating func forget(_ id: ObjectID) {
        guard let tree = trees.removeValue(forKey: id) else { return }
        bytes -= tree.size
        if let place = order.firstIndex(of: id) { order.remove(at: place) }
    }
}

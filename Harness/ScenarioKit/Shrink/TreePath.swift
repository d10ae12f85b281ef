/// Where a value is in a tree of YAML.
struct TreePath: Hashable {
    /// One way down.
    enum Way: Hashable {
        case key(String)
        case item(Int)
    }

    var ways: [Way] = []

    static func / (path: TreePath, key: String) -> TreePath {
        TreePath(ways: path.ways + [.key(key)])
    }

    static func / (path: TreePath, item: Int) -> TreePath {
        TreePath(ways: path.ways + [.item(item)])
    }

    /// Whether it is an entry of a list of steps.
    var isStep: Bool {
        guard case .item? = ways.last else { return false }
        return ["steps", "finally"].map(Way.key).contains(ways.dropLast().last)
    }

    /// Whether a key of this name is on the way.
    func passes(_ key: String) -> Bool { ways.contains(.key(key)) }
}

extension SourceNode {
    /// The value at a path; nil where there is none.
    subscript(path: TreePath) -> SourceNode? {
        var node: SourceNode? = self
        for way in path.ways {
            switch (way, node?.content) {
            case (.key(let key), _): node = node?[key]
            case (.item(let index), .sequence(let items)) where items.indices.contains(index):
                node = items[index]
            default: return nil
            }
        }
        return node
    }

    /// The tree with another value at a path; nil takes it away.
    func replacing(_ path: some Collection<TreePath.Way>, by value: SourceNode?) -> SourceNode? {
        guard let way = path.first else { return value }
        var node = self
        switch (way, content) {
        case (.key(let key), .mapping(var entries)):
            guard let index = entries.firstIndex(where: { $0.key == key }) else { return self }
            if let new = entries[index].value.replacing(path.dropFirst(), by: value) {
                entries[index].value = new
            } else {
                entries.remove(at: index)
            }
            node.content = .mapping(entries)
        case (.item(let index), .sequence(var items)) where items.indices.contains(index):
            if let new = items[index].replacing(path.dropFirst(), by: value) {
                items[index] = new
            } else {
                items.remove(at: index)
            }
            node.content = .sequence(items)
        default: break
        }
        return node
    }

    /// The tree without the values at these paths, which are of one list or map.
    func without(_ paths: some Collection<TreePath>) -> SourceNode {
        // From the end, so that numbers of items stay true.
        paths.reversed().reduce(self) { $0.replacing($1.ways, by: nil) ?? $0 }
    }
}

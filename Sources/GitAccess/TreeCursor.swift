import GitModel

/// One tree object, or none, read from its first entry to its last in git's order.
struct TreeCursor: ~Copyable {
    private let tree: OpenTree?
    let count: Int
    /// The position of `entry`; -1 before the first `advance`.
    private(set) var index = -1
    /// Nil before the first one and behind the last.
    private(set) var entry: TreeEntry?

    /// Nil is an empty tree.
    init(_ id: TreeID?, in repository: Repository) throws(GitError) {
        tree = try Self.open(id, in: repository)
        switch tree {
        case .some(let tree): count = tree.count
        case .none: count = 0
        }
    }

    private static func open(
        _ id: TreeID?, in repository: Repository
    ) throws(GitError) -> OpenTree? {
        guard let id else { return nil }
        return try OpenTree(id, in: repository)
    }

    /// The entry, when it is at the place of `other` in git's order.
    func entry(atPlaceOf other: TreeEntry) -> TreeEntry? {
        guard let entry, entry.order(to: other) == 0 else { return nil }
        return entry
    }

    mutating func advance() throws(GitError) {
        index += 1
        entry = nil
        guard index < count else { return }
        switch tree {
        case .some(let tree): entry = try tree.entry(index)
        case .none: break
        }
    }
}

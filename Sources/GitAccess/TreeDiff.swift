import GitModel

/// Compares two trees by walking both at once; a subtree that is the same on both sides is never
/// read. There is no rename detection: an edit must never land on another record.
struct TreeDiff {
    private let repository: Repository
    private(set) var changes: [TreeChange] = []

    init(_ repository: Repository) { self.repository = repository }

    /// Adds what differs between two trees at one place; nil stands for an empty one.
    mutating func add(
        _ old: TreeID?, _ new: TreeID?, prefix: String, depth: Int = 0
    ) throws(GitError) {
        try TreeLimit.check(depth: depth, count: changes.count, at: prefix)
        switch (old, new) {
        case (nil, nil): return
        case (let old?, nil): try addAll(of: old, prefix: prefix, depth: depth, isNew: false)
        case (nil, let new?): try addAll(of: new, prefix: prefix, depth: depth, isNew: true)
        case (let old?, let new?):
            if old != new { try merge(old, new, prefix: prefix, depth: depth) }
        }
    }

    private mutating func merge(
        _ old: TreeID, _ new: TreeID, prefix: String, depth: Int
    ) throws(GitError) {
        let old = try OpenTree(old, in: repository)
        let new = try OpenTree(new, in: repository)
        var (left, right) = (0, 0)
        while left < old.count && right < new.count {
            let (before, after) = (try old.entry(left), try new.entry(right))
            let order = before.order(to: after)
            if order < 0 {
                try add(before, nil, prefix: prefix, depth: depth)
            } else if order > 0 {
                try add(nil, after, prefix: prefix, depth: depth)
            } else if !before.isIdentical(to: after) {
                try add(before, after, prefix: prefix, depth: depth)
            }
            if order <= 0 { left += 1 }
            if order >= 0 { right += 1 }
        }
        while left < old.count {
            try add(try old.entry(left), nil, prefix: prefix, depth: depth)
            left += 1
        }
        while right < new.count {
            try add(nil, try new.entry(right), prefix: prefix, depth: depth)
            right += 1
        }
    }

    /// Adds one place that differs: both entries are folders, or neither is.
    private mutating func add(
        _ old: TreeEntry?, _ new: TreeEntry?, prefix: String, depth: Int
    ) throws(GitError) {
        guard let any = old ?? new else { return }
        let path = any.path(behind: prefix)
        if any.isFolder {
            try add(
                old.map { TreeID($0.object) }, new.map { TreeID($0.object) },
                prefix: path + "/", depth: depth + 1)
        } else {
            changes.append(
                TreeChange(
                    path: path,
                    old: old.map { TreeFile(path: path, mode: $0.mode, id: BlobID($0.object)) },
                    new: new.map { TreeFile(path: path, mode: $0.mode, id: BlobID($0.object)) }))
        }
    }

    private mutating func addAll(
        of tree: TreeID, prefix: String, depth: Int, isNew: Bool
    ) throws(GitError) {
        let tree = try OpenTree(tree, in: repository)
        for index in 0..<tree.count {
            let entry = try tree.entry(index)
            try add(isNew ? nil : entry, isNew ? entry : nil, prefix: prefix, depth: depth)
        }
    }
}

import GitModel

/// The names at which three trees are not all the same, found in one walk through them.
struct TreeComparison {
    /// One name, and what the trees have there.
    struct Difference {
        let name: [UInt8]
        var sides = MergeSides()
        /// Where `ours` has it.
        var index: Int?

        /// As git sorts it, where a side has a folder.
        fileprivate var key: [UInt8] {
            let hasFolder = [sides.base, sides.ours, sides.theirs].contains {
                $0?.isFolder == true
            }
            return hasFolder ? name + [UInt8(ascii: "/")] : name
        }
    }

    /// In git's order.
    private(set) var differences: [Difference] = []
    /// Entries read.
    private(set) var visited = 0
    private let repository: Repository
    private let prefix: [UInt8]

    init(_ repository: Repository, at prefix: [UInt8]) {
        self.repository = repository
        self.prefix = prefix
    }

    /// The folder, for messages.
    var place: String { String(decoding: prefix, as: UTF8.self) }

    /// Nil stands for an empty tree.
    mutating func compare(
        _ base: TreeID?, _ ours: TreeID?, _ theirs: TreeID?
    ) throws(GitError) {
        var base = try TreeCursor(base, in: repository)
        var ours = try TreeCursor(ours, in: repository)
        var theirs = try TreeCursor(theirs, in: repository)
        visited = base.count + ours.count + theirs.count
        try base.advance()
        try ours.advance()
        try theirs.advance()
        // A file and a folder of one name are two places, and one difference.
        var found: [[UInt8]: Difference] = [:]
        while let first = first(base.entry, ours.entry, theirs.entry) {
            let (old, left, right) = (
                base.entry(atPlaceOf: first), ours.entry(atPlaceOf: first),
                theirs.entry(atPlaceOf: first)
            )
            if !isSame(old, left, right) {
                let name = first.nameBytes
                if found[name] == nil { try requireUsable(name) }
                var difference = found[name] ?? Difference(name: name)
                try put(old, at: name, into: &difference.sides.base)
                try put(left, at: name, into: &difference.sides.ours)
                try put(right, at: name, into: &difference.sides.theirs)
                if left != nil { difference.index = ours.index }
                found[name] = difference
            }
            if old != nil { try base.advance() }
            if left != nil { try ours.advance() }
            if right != nil { try theirs.advance() }
        }
        differences = found.values.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    }

    /// The one whose place is first in git's order.
    private func first(
        _ base: TreeEntry?, _ ours: TreeEntry?, _ theirs: TreeEntry?
    ) -> TreeEntry? {
        func first(_ left: TreeEntry?, _ right: TreeEntry?) -> TreeEntry? {
            guard let left, let right else { return left ?? right }
            return right.order(to: left) < 0 ? right : left
        }
        return first(first(base, ours), theirs)
    }

    private func isSame(_ base: TreeEntry?, _ ours: TreeEntry?, _ theirs: TreeEntry?) -> Bool {
        guard let base, let ours, let theirs else { return false }
        return base.isIdentical(to: ours) && ours.isIdentical(to: theirs)
    }

    private func put(
        _ entry: TreeEntry?, at name: [UInt8], into slot: inout MergeSides.Entry?
    ) throws(GitError) {
        guard let entry else { return }
        guard slot == nil else { throw malformed(name, "twice") }
        slot = MergeSides.Entry(mode: entry.mode, id: entry.object)
    }

    private func requireUsable(_ name: [UInt8]) throws(GitError) {
        let text = String(decoding: name, as: UTF8.self).lowercased()
        guard !name.contains(UInt8(ascii: "/")), !["", ".", "..", ".git"].contains(text) else {
            throw malformed(name, "which no file may have")
        }
    }

    private func malformed(_ name: [UInt8], _ what: String) -> GitError {
        let path = String(decoding: prefix + name, as: UTF8.self)
        return GitError(
            code: .invalid, category: .tree, operation: "git_tree_lookup",
            message: "a tree has the name \(path.debugDescription) \(what)")
    }
}

import CLibgit2
import GitModel

/// One tree object by raw names, to be changed and written.
struct RawTree {
    struct Entry: Equatable {
        let mode: FileMode
        let id: ObjectID

        var isFolder: Bool { mode == .directory }
    }

    /// By the bytes of the name, without a folder's slash.
    var entries: [[UInt8]: Entry] = [:]

    init() {}

    /// Nil is an empty tree.
    init(_ id: TreeID?, in repository: Repository) throws(GitError) {
        guard let id else { return }
        let tree = try OpenTree(id, in: repository)
        for index in 0..<tree.count {
            let entry = try tree.entry(index)
            entries[entry.nameBytes] = Entry(mode: entry.mode, id: entry.object)
        }
    }

    /// By bytes.
    static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.lexicographicallyPrecedes(right)
    }

    /// Writes the tree object in git's order, in which a folder's name ends in a slash.
    func write(to repository: Repository) throws(GitError) -> TreeID {
        let slash = [UInt8(ascii: "/")]
        let sorted = entries.sorted {
            Self.precedes(
                $0.key + ($0.value.isFolder ? slash : []),
                $1.key + ($1.value.isFolder ? slash : []))
        }
        var raw: [UInt8] = []
        for (name, entry) in sorted {
            raw += Array(String(entry.mode.rawValue, radix: 8).utf8)
            raw += [UInt8(ascii: " ")] + name + [0] + entry.id.bytes
        }
        return TreeID(try repository.write(raw, GIT_OBJECT_TREE))
    }
}

import CLibgit2
import GitModel

/// One entry of an `OpenTree`, borrowed from it.
struct TreeEntry {
    private let name: UnsafePointer<CChar>
    private let id: UnsafePointer<git_oid>
    let mode: FileMode

    init?(_ entry: OpaquePointer?) {
        guard let entry, let name = git_tree_entry_name(entry), let id = git_tree_entry_id(entry),
            let mode = FileMode(rawValue: git_tree_entry_filemode(entry).rawValue)
        else { return nil }
        self.name = name
        self.id = id
        self.mode = mode
    }

    var isFolder: Bool { mode == .directory }
    var object: ObjectID { ObjectID(id.pointee) }
    /// The name as text; bytes that are not UTF-8 become U+FFFD.
    var text: String { String(cString: name) }

    /// The same object under the same mode.
    func isIdentical(to other: TreeEntry) -> Bool {
        mode == other.mode && git_oid_equal(id, other.id) == 1
    }

    /// Negative, zero or positive by git's order of tree entries, in which a folder's name counts
    /// as if it ended in a slash: a file and a folder of one name are two places.
    func order(to other: TreeEntry) -> Int {
        var index = 0
        while true {
            let left = byte(at: index)
            let right = other.byte(at: index)
            if left != right { return Int(left) - Int(right) }
            if left == 0 || name[index] == 0 { return 0 }
            index += 1
        }
    }

    /// The byte of the name with a folder's slash; only called up to the end of the name.
    private func byte(at index: Int) -> UInt8 {
        let byte = UInt8(bitPattern: name[index])
        return byte == 0 && isFolder ? UInt8(ascii: "/") : byte
    }
}

import CLibgit2
import GitModel
import Glibc

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
    /// The name as it is stored, without a slash.
    var nameBytes: [UInt8] { [UInt8](UnsafeRawBufferPointer(start: name, count: strlen(name))) }
    var object: ObjectID { ObjectID(id.pointee) }

    /// The name behind `prefix` as text; bytes that are not UTF-8 become U+FFFD. Made in one
    /// piece: a full walk makes a hundred thousand of them.
    func path(behind prefix: String) -> String {
        let length = strlen(name)
        var prefix = prefix
        return prefix.withUTF8 { prefix in
            String(unsafeUninitializedCapacity: prefix.count + length) { buffer in
                let end = buffer.update(fromContentsOf: prefix)
                let bytes = UnsafeRawBufferPointer(start: name, count: length)
                return buffer[end...].update(fromContentsOf: bytes)
            }
        }
    }

    /// The same object under the same mode.
    func isIdentical(to other: TreeEntry) -> Bool {
        mode == other.mode && git_oid_equal(id, other.id) == 1
    }

    /// Negative, zero or positive by git's order of tree entries, in which a folder's name counts
    /// as if it ended in a slash: a file and a folder of one name are two places.
    func order(to other: TreeEntry) -> Int {
        let (left, right) = (strlen(name), strlen(other.name))
        let common = min(left, right)
        let order = memcmp(name, other.name, common)
        if order != 0 { return Int(order) }
        return Int(end(common, left)) - Int(other.end(common, right))
    }

    /// The byte at `index` of a name of `length` bytes, a folder's slash at its end.
    private func end(_ index: Int, _ length: Int) -> UInt8 {
        if index < length { return UInt8(bitPattern: name[index]) }
        return isFolder ? UInt8(ascii: "/") : 0
    }
}

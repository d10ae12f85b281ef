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
    var nameBytes: [UInt8] { [UInt8](bytes) }
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

    /// Negative, zero or positive by git's order of tree entries.
    func order(to other: TreeEntry) -> Int {
        Self.order(bytes, isFolder: isFolder, other.bytes, isFolder: other.isFolder)
    }

    /// Git's order of tree entries, in which a folder's name counts as if it ended in a slash: a
    /// file and a folder of one name are two places.
    static func order(
        _ left: UnsafeRawBufferPointer, isFolder leftIsFolder: Bool,
        _ right: UnsafeRawBufferPointer, isFolder rightIsFolder: Bool
    ) -> Int {
        let common = min(left.count, right.count)
        if common > 0, let start = left.baseAddress, let other = right.baseAddress {
            let order = memcmp(start, other, common)
            if order != 0 { return Int(order) }
        }
        func end(_ name: UnsafeRawBufferPointer, _ isFolder: Bool) -> Int {
            if common < name.count { return Int(name[common]) }
            return isFolder ? Int(UInt8(ascii: "/")) : 0
        }
        return end(left, leftIsFolder) - end(right, rightIsFolder)
    }

    /// Calls `body` with the name as it is stored, without a slash, and the twenty bytes of the
    /// object's name.
    func withBytes<Result>(
        _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Result
    ) -> Result {
        body(bytes, UnsafeRawBufferPointer(start: id, count: ObjectID.byteCount))
    }

    private var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: name, count: strlen(name))
    }
}

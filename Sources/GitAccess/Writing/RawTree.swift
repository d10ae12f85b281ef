import GitModel
import Glibc

/// The bytes of a tree object, edited in place.
struct RawTree {
    /// What a tree has at a name.
    struct Entry: Equatable {
        /// In octal digits, as git writes it.
        let mode: [UInt8]
        let id: ObjectID

        static func file(_ id: ObjectID) -> Entry { Entry(mode: Array("100644".utf8), id: id) }
        static func folder(_ id: ObjectID) -> Entry { Entry(mode: Array("40000".utf8), id: id) }

        var isFolder: Bool { mode == Array("40000".utf8) }
        var isRegularFile: Bool { mode.starts(with: "100".utf8) }
    }

    private(set) var bytes: [UInt8]

    init(_ bytes: [UInt8] = []) { self.bytes = bytes }

    var isEmpty: Bool { bytes.isEmpty }

    /// The entry of a name, whatever it is.
    func entry(_ name: [UInt8]) throws(GitError) -> Entry? {
        guard let place = try places(of: name, comesAsFolder: false).found else { return nil }
        return place.entry
    }

    /// Puts an entry, or removes the name (nil).
    mutating func set(_ name: [UInt8], to entry: Entry?) throws(GitError) {
        let places = try places(of: name, comesAsFolder: entry?.isFolder ?? false)
        var insertion = places.insertion
        if let found = places.found {
            bytes.removeSubrange(found.range)
            if found.range.lowerBound < insertion { insertion -= found.range.count }
        }
        guard let entry else { return }
        let space = [UInt8(ascii: " ")]
        bytes.insert(contentsOf: entry.mode + space + name + [0] + entry.id.bytes, at: insertion)
    }

    private struct Places {
        var found: (range: Range<Int>, entry: Entry)?
        var insertion = 0
    }

    /// Where the name is, and where it belongs.
    private func places(
        of name: [UInt8], comesAsFolder: Bool
    ) throws(GitError) -> Places {
        let places: Places? = bytes.withUnsafeBytes { buffer in
            var places = Places()
            var start = 0
            while start < buffer.count {
                guard let entry = RawEntry(at: start, in: buffer) else { return nil }
                let isSame = name.withUnsafeBytes { wanted in
                    let order = TreeEntry.order(
                        entry.name, isFolder: entry.isFolder, wanted, isFolder: comesAsFolder)
                    if order < 0 { places.insertion = entry.end }
                    return entry.name.elementsEqual(wanted)
                }
                if isSame { places.found = (start..<entry.end, entry.value) }
                start = entry.end
            }
            return places
        }
        guard let places else {
            throw GitError(
                code: .invalid, category: .tree, operation: "git_odb_read",
                message: "a tree object is malformed")
        }
        return places
    }
}

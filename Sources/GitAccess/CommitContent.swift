package import GitModel

/// A commit as it is stored, byte for byte.
package struct CommitContent: Hashable, Sendable {
    package let id: CommitID
    package let tree: TreeID
    package let parents: [CommitID]
    /// The value of the author line: name, mail, seconds and zone.
    package let author: [UInt8]
    package let committer: [UInt8]
    /// The value of the encoding header.
    package let encoding: [UInt8]?
    /// Everything behind the blank line.
    package let message: [UInt8]
    /// Whether a signature is in the header.
    package let isSigned: Bool

    /// Reads a raw commit object; nil when it names no tree.
    init?(id: CommitID, raw: [UInt8]) {
        self.id = id
        var rest = raw[...]
        var fields: [String: [[UInt8]]] = [:]
        var isSigned = false
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")), end > rest.startIndex {
            let line = rest[..<end]
            rest = rest[(end + 1)...]
            // A line that starts with a space continues the one before.
            guard line.first != UInt8(ascii: " "),
                let space = line.firstIndex(of: UInt8(ascii: " "))
            else { continue }
            let name = String(decoding: line[..<space], as: UTF8.self)
            fields[name, default: []].append(Array(line[(space + 1)...]))
            if name.hasPrefix("gpgsig") { isSigned = true }
        }
        func ids(_ name: String) -> [ObjectID] {
            (fields[name] ?? []).compactMap { ObjectID(hex: String(decoding: $0, as: UTF8.self)) }
        }
        guard let tree = ids("tree").first else { return nil }
        self.tree = TreeID(tree)
        parents = ids("parent").map { CommitID($0) }
        author = fields["author"]?.first ?? []
        committer = fields["committer"]?.first ?? []
        encoding = fields["encoding"]?.first
        message = Array(rest.dropFirst())
        self.isSigned = isSigned
    }
}

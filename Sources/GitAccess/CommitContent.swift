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

    package init(
        id: CommitID, tree: TreeID, parents: [CommitID], author: [UInt8], committer: [UInt8],
        encoding: [UInt8]?, message: [UInt8]
    ) {
        self.id = id
        self.tree = tree
        self.parents = parents
        self.author = author
        self.committer = committer
        self.encoding = encoding
        self.message = message
        isSigned = false
    }

    /// Reads a raw commit object; nil when it does not start with a tree and well-formed parents.
    init?(id: CommitID, raw: [UInt8]) {
        self.id = id
        var header = Header(rest: raw[...])
        guard let tree = header.object(after: "tree ") else { return nil }
        self.tree = TreeID(tree)
        var parents: [CommitID] = []
        while header.rest.starts(with: "parent ".utf8) {
            guard let parent = header.object(after: "parent ") else { return nil }
            parents.append(CommitID(parent))
        }
        self.parents = parents
        var fields: [String: [UInt8]] = [:]
        while let line = header.line(), !line.isEmpty {
            // A line that starts with a space continues the one before; of several of one name
            // the first counts.
            guard let space = line.firstIndex(of: UInt8(ascii: " ")), space > line.startIndex
            else { continue }
            let name = String(decoding: line[..<space], as: UTF8.self)
            if fields[name] == nil { fields[name] = Array(line[(space + 1)...]) }
        }
        author = fields["author"] ?? []
        committer = fields["committer"] ?? []
        encoding = fields["encoding"]
        message = Array(header.rest)
        isSigned = fields["gpgsig"] != nil || fields["gpgsig-sha256"] != nil
    }

    private struct Header {
        /// What was not read yet.
        var rest: ArraySlice<UInt8>

        /// The next line without its end; nil behind the last one that has an end.
        mutating func line() -> ArraySlice<UInt8>? {
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
                rest = []
                return nil
            }
            defer { rest = rest[(end + 1)...] }
            return rest[..<end]
        }

        mutating func object(after word: String) -> ObjectID? {
            guard rest.starts(with: word.utf8), let line = line() else { return nil }
            return ObjectID(hex: String(decoding: line.dropFirst(word.utf8.count), as: UTF8.self))
        }
    }
}

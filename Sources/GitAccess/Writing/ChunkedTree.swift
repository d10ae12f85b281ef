import Crypto
import GitModel

/// The bytes of a tree object in chunks, so that changing one entry of a large one costs little.
struct ChunkedTree {
    private(set) var chunks: [TreeChunk] = []
    private(set) var size = 0
    /// How hashing an earlier version went.
    private var hashed = TreeHash()
    /// Chunks before this one are as they were when `hashed` was made.
    private var unchanged = 0

    /// An empty tree.
    init() {}

    /// Cuts the bytes of a tree object.
    init(_ bytes: [UInt8]) throws(GitError) {
        let cuts = bytes.withUnsafeBytes { Self.cuts(of: $0, every: TreeChunk.size) }
        guard let cuts else { throw Self.malformed }
        for (start, end) in zip(cuts, cuts.dropFirst()) {
            chunks.append(TreeChunk(Array(bytes[start..<end])))
        }
        size = bytes.count
    }

    var isEmpty: Bool { size == 0 }

    /// The bytes of some of the chunks, joined.
    func bytes(_ range: Range<Int>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(chunks[range].reduce(0) { $0 + $1.raw.count })
        for chunk in chunks[range] { bytes += chunk.raw }
        return bytes
    }

    /// What a name is.
    func value(of name: [UInt8]) throws(GitError) -> TreeValue? {
        try find(name)?.value
    }

    /// Puts a value, or removes the name (nil).
    mutating func set(_ name: [UInt8], to value: TreeValue?) throws(GitError) {
        if let found = try find(name) {
            guard let value, value.isFolder == found.value?.isFolder else {
                try replace(found, by: [])
                return try set(absent: name, to: value)
            }
            return try replace(found, by: value.entry(of: name))
        }
        try set(absent: name, to: value)
    }

    /// The name of the tree object.
    mutating func name() -> ObjectID {
        defer { unchanged = chunks.count }
        return hashed.name(of: chunks, size: size, unchanged: unchanged)
    }

    // MARK: - Places

    private struct Place {
        var chunk = 0
        /// Of the entry; empty where one would be.
        var range = 0..<0
        var value: TreeValue?
    }

    /// A file and a folder of one name stand at two places.
    private func find(_ name: [UInt8]) throws(GitError) -> Place? {
        for isFolder in [false, true] {
            let place = try self.place(of: name, isFolder: isFolder)
            if place.value != nil { return place }
        }
        return nil
    }

    private func place(of name: [UInt8], isFolder: Bool) throws(GitError) -> Place {
        var place = Place()
        guard !chunks.isEmpty else { return place }
        // The last chunk whose first entry does not come behind the name.
        var (low, high) = (0, chunks.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            let isBehind = chunks[middle].raw.withUnsafeBytes { buffer in
                RawEntry(at: 0, in: buffer).map { $0.order(to: name, isFolder: isFolder) > 0 }
            }
            guard let isBehind else { throw Self.malformed }
            if isBehind { high = middle } else { low = middle }
        }
        place.chunk = low
        let found: (Range<Int>, TreeValue?)? = chunks[low].raw.withUnsafeBytes { buffer in
            var start = 0
            while start < buffer.count {
                guard let entry = RawEntry(at: start, in: buffer) else { return nil }
                let order = entry.order(to: name, isFolder: isFolder)
                if order == 0 { return (start..<entry.end, entry.value) }
                if order > 0 { return (start..<start, nil) }
                start = entry.end
            }
            return (start..<start, nil)
        }
        guard let found else { throw Self.malformed }
        (place.range, place.value) = found
        return place
    }

    // MARK: - Changes

    private mutating func set(absent name: [UInt8], to value: TreeValue?) throws(GitError) {
        guard let value else { return }
        try replace(try place(of: name, isFolder: value.isFolder), by: value.entry(of: name))
    }

    private mutating func replace(_ place: Place, by bytes: [UInt8]) throws(GitError) {
        size += bytes.count - place.range.count
        var index = place.chunk
        guard index < chunks.count else {
            chunks.append(TreeChunk(bytes))
            return
        }
        var raw = chunks[index].raw
        raw.replaceSubrange(place.range, with: bytes)
        var replaced = index..<(index + 1)
        if raw.count < TreeChunk.size / 4, chunks.count > 1 {
            // Too little to stand alone: many removals would leave nothing but crumbs.
            if index > 0 {
                index -= 1
                raw = chunks[index].raw + raw
            } else {
                raw += chunks[1].raw
            }
            replaced = index..<(index + 2)
        }
        unchanged = min(unchanged, index)
        chunks.replaceSubrange(replaced, with: try Self.cut(raw))
    }

    private static func cut(_ raw: [UInt8]) throws(GitError) -> [TreeChunk] {
        if raw.isEmpty { return [] }
        if raw.count <= 2 * TreeChunk.size { return [TreeChunk(raw)] }
        let cuts = raw.withUnsafeBytes { Self.cuts(of: $0, every: TreeChunk.size) }
        guard let cuts else { throw malformed }
        return zip(cuts, cuts.dropFirst()).map { TreeChunk(Array(raw[$0..<$1])) }
    }

    /// Ends of entries, each `step` bytes or a little more behind the one before; nil when the
    /// bytes are no entries.
    private static func cuts(of buffer: UnsafeRawBufferPointer, every step: Int) -> [Int]? {
        var cuts = [0]
        var (start, last) = (0, 0)
        while start < buffer.count {
            guard let entry = RawEntry(at: start, in: buffer) else { return nil }
            start = entry.end
            if start - last >= step {
                cuts.append(start)
                last = start
            }
        }
        if last < start { cuts.append(start) }
        return cuts
    }

    private static let malformed = GitError(
        code: .invalid, category: .tree, operation: "git_odb_read",
        message: "a tree object is malformed")
}

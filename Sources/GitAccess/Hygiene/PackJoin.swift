import CLibgit2
import GitModel

/// Makes one pack of several, without searching for deltas: what is deflated is copied.
///
/// The packs are taken from the newest to the oldest and the first copy of an object counts. As
/// every pack of a commit also holds the versions before its own as deltas, the whole trees of
/// older packs fall away by themselves. An object is only ever a delta against one that stands
/// before it, so there are no circles.
struct PackJoin {
    /// What was written of an object.
    private struct Written {
        let offset: Int
        /// Deltas that are applied to read it.
        let depth: Int
        /// The type, as `PackEntry` numbers whole objects.
        let type: UInt8
        /// Where the whole object stands that it comes from: a pack, and a position in it.
        let root: Position
    }

    private struct Position: Hashable {
        let pack: Int
        let object: Int
    }

    /// The newest first.
    private let packs: [PackFile]
    private let deflater: Deflater
    /// Where an object stands whole in an input, and how many deltas are applied above it there.
    private var roots: [ObjectID: (position: Position, height: Int)] = [:]
    private var written: [ObjectID: Written] = [:]
    private var lastRoot: (position: Position, content: [UInt8])?

    init(_ packs: [PackFile]) throws(GitError) {
        self.packs = packs.sorted { $0.age > $1.age }
        deflater = try Deflater(level: 6)
        for (number, pack) in self.packs.enumerated() { noteRoots(of: pack, number) }
    }

    /// Writes the pack into the repository at `path`, durably; returns its name. Stops with
    /// an error when the sign is raised.
    mutating func write(to path: String, until stop: StopSign) throws(GitError) -> String {
        var ids: Set<ObjectID> = []
        for pack in packs { for object in pack.objects { ids.insert(object.id) } }
        let output = try PackWriter(in: path, count: ids.count)
        for (number, pack) in packs.enumerated() {
            for position in pack.objects.indices {
                guard !stop.isRaised else { throw Self.cancelled }
                try add(Position(pack: number, object: position), to: output)
            }
        }
        return try output.finish(age: packs.first?.age)
    }

    /// Adds an object, and before it what it is a delta against.
    private mutating func add(_ first: Position, to output: PackWriter) throws(GitError) {
        let pack = packs[first.pack]
        var pending = [first.object]
        while let base = pack.objects[pending[pending.count - 1]].base,
            written[pack.objects[base].id] == nil
        {
            // A pack whose deltas go in a circle cannot be read by anybody.
            guard pending.count <= pack.objects.count else {
                throw PackFile.damaged(pack.name, "its deltas go in a circle")
            }
            pending.append(base)
        }
        while let next = pending.popLast() {
            let object = pack.objects[next]
            guard written[object.id] == nil else { continue }
            let position = Position(pack: first.pack, object: next)
            written[object.id] = try copy(object, at: position, to: output)
        }
    }

    private mutating func copy(
        _ object: PackFile.Object, at position: Position, to output: PackWriter
    ) throws(GitError) -> Written {
        let pack = packs[position.pack]
        guard let index = object.base, let base = written[pack.objects[index].id] else {
            return try copyWhole(position, to: output)
        }
        let root = roots[object.id]
        if base.depth + 1 + (root?.height ?? 0) <= Limits.deltaDepth {
            let head = PackEntry.head(
                ofDelta: object.size, distance: output.offset - base.offset)
            let offset = try output.add(object.id, head: head, [pack.body(of: object)])
            return Written(
                offset: offset, depth: base.depth + 1, type: base.type, root: base.root)
        }
        if let shorter = try shortcut(object, at: position, root: base.root, to: output) {
            return shorter
        }
        if let root { return try copyWhole(root.position, to: output) }
        let content = try pack.content(of: object)
        let head = PackEntry.head(number: base.type, size: content.count)
        let offset = try output.add(object.id, head: head, [try deflater.object(content)])
        return Written(offset: offset, depth: 0, type: base.type, root: position)
    }

    private func copyWhole(
        _ position: Position, to output: PackWriter
    ) throws(GitError) -> Written {
        let pack = packs[position.pack]
        let object = pack.objects[position.object]
        let head = PackEntry.head(number: object.number, size: object.size)
        let offset = try output.add(object.id, head: head, [pack.body(of: object)])
        return Written(offset: offset, depth: 0, type: object.number, root: position)
    }

    /// A tree as a delta directly against the whole one its chain comes from; nil when it is no
    /// tree, or would not be much smaller.
    private mutating func shortcut(
        _ object: PackFile.Object, at position: Position, root: Position, to output: PackWriter
    ) throws(GitError) -> Written? {
        let height = roots[object.id]?.height ?? 0
        let whole = packs[root.pack].objects[root.object]
        guard let base = written[whole.id], base.depth == 0, height < Limits.deltaDepth,
            base.type == UInt8(GIT_OBJECT_TREE.rawValue)
        else { return nil }
        if lastRoot?.position != root {
            lastRoot = (root, try packs[root.pack].content(of: whole))
        }
        guard let lastRoot else { return nil }
        let content = try packs[position.pack].content(of: object)
        let delta = lastRoot.content.withUnsafeBytes { base in
            content.withUnsafeBytes { TreeDelta.make(from: base, to: $0) }
        }
        guard delta.count < content.count / 2 else { return nil }
        let head = PackEntry.head(ofDelta: delta.count, distance: output.offset - base.offset)
        let offset = try output.add(object.id, head: head, [try deflater.object(delta)])
        return Written(offset: offset, depth: 1, type: base.type, root: base.root)
    }

    private mutating func noteRoots(of pack: PackFile, _ number: Int) {
        var depths: [(root: Int, depth: Int)?] = Array(repeating: nil, count: pack.objects.count)
        var heights: [Int: Int] = [:]
        for position in pack.objects.indices {
            var path = [position]
            while depths[path[path.count - 1]] == nil,
                let base = pack.objects[path[path.count - 1]].base,
                path.count <= pack.objects.count
            { path.append(base) }
            while let next = path.popLast() {
                if depths[next] != nil { continue }
                let base = pack.objects[next].base.flatMap { depths[$0] }
                depths[next] = base.map { ($0.root, $0.depth + 1) } ?? (next, 0)
            }
            guard let found = depths[position] else { continue }
            heights[found.root] = max(heights[found.root] ?? 0, found.depth)
        }
        for (root, height) in heights where pack.objects[root].base == nil {
            let id = pack.objects[root].id
            // Of several copies the oldest has its deltas above it still to come.
            roots[id] = (Position(pack: number, object: root), max(height, roots[id]?.height ?? 0))
        }
    }

    private static let cancelled = GitError(
        code: .generic, category: .none, operation: "upkeep", message: "cancelled")
}

import CLibgit2
import CZlib
import GitModel

/// Writes what a chain of commits is made of as one pack.
///
/// The newest version of each folder is whole, deflated chunk by chunk, which costs only the
/// chunks that changed. Earlier versions in the chain are deltas against later ones, and so is
/// the version before them, once more.
struct ChainPack {
    /// For trees, whose chunks must be quick.
    private let quick: Deflater
    /// For everything else.
    private let thorough: Deflater

    init() throws(GitError) {
        quick = try Deflater(level: 1)
        thorough = try Deflater(level: 6)
    }

    /// A version of a folder, and how it is made of a newer one.
    private struct Version {
        let tree: CommitChain.Tree
        /// The position of the newer one, and the instructions; nil: it is written whole.
        let delta: (base: Int, bytes: [UInt8])?
    }

    /// Writes the pack into the repository at `path`; durable and visible when it returns.
    func write(_ chain: CommitChain, to path: String) throws(GitError) {
        let folders = Self.versions(of: chain.trees).map(Self.deltas)
        let count = chain.objects.count + folders.reduce(0) { $0 + $1.count }
        guard count > 0 else { return }
        let pack = try PackWriter(in: path, count: count)
        for object in chain.objects {
            try pack.add(
                object.id, head: PackEntry.head(of: object.type, size: object.bytes.count),
                [try thorough.object(object.bytes)])
        }
        for versions in folders { try add(versions, to: pack) }
        _ = try pack.finish()
    }

    private static func deltas(of versions: [CommitChain.Tree]) -> [Version] {
        var list: [Version] = []
        for (age, version) in versions.enumerated() {
            var delta: [UInt8]?
            let base = age == 0 ? 0 : DeltaOrder.base(of: age)
            if age > 0 {
                delta = TreeDelta.make(from: versions[base].tree, to: version.tree)
                if let bytes = delta, bytes.count >= version.tree.size / 2 { delta = nil }
            }
            if version.isStored {
                // Only for upkeep, which then need not compare large trees to join packs. It is
                // the oldest, so nothing is a delta against it.
                if delta == nil || version.tree.size < Limits.repeatedTreeBytes { continue }
            }
            list.append(Version(tree: version, delta: delta.map { (base, $0) }))
        }
        return list
    }

    /// The trees by folder, each folder's newest version first.
    private static func versions(of trees: [CommitChain.Tree]) -> [[CommitChain.Tree]] {
        var folders: [[CommitChain.Tree]] = []
        var folderOf: [ObjectID: Int] = [:]
        for tree in trees {
            let folder = tree.old.flatMap { folderOf[$0] } ?? folders.count
            if folder == folders.count { folders.append([]) }
            folders[folder].append(tree)
            folderOf[tree.id] = folder
        }
        return folders.map { $0.reversed() }
    }

    private func add(_ versions: [Version], to pack: PackWriter) throws(GitError) {
        var offsets: [Int] = []
        for version in versions {
            let (id, tree) = (version.tree.id, version.tree.tree)
            if let delta = version.delta {
                let head = PackEntry.head(
                    ofDelta: delta.bytes.count, distance: pack.offset - offsets[delta.base])
                offsets.append(try pack.add(id, head: head, [try thorough.object(delta.bytes)]))
            } else {
                let head = PackEntry.head(of: GIT_OBJECT_TREE, size: tree.size)
                offsets.append(try pack.add(id, head: head, try pieces(of: tree)))
            }
        }
    }

    private func pieces(of tree: ChunkedTree) throws(GitError) -> [[UInt8]] {
        var pieces = [Deflater.header]
        var checksum: UInt = 1
        for chunk in tree.chunks {
            pieces.append(try chunk.deflated(by: quick))
            checksum = adler32_combine(checksum, chunk.checksum, chunk.raw.count)
        }
        return pieces + [Deflater.lastBlock, Deflater.bytes(of: checksum)]
    }
}

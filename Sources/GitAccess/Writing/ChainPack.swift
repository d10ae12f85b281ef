import CLibgit2
import CZlib
import GitModel

/// Writes what a chain of commits is made of as one pack.
///
/// The newest version of each folder is whole, deflated chunk by chunk, which costs only the
/// chunks that changed. Earlier versions in the chain are deltas against later ones.
struct ChainPack {
    /// For trees, whose chunks must be quick.
    private let quick: Deflater
    /// For everything else.
    private let thorough: Deflater

    init() throws(GitError) {
        quick = try Deflater(level: 1)
        thorough = try Deflater(level: 6)
    }

    /// Writes the pack into the repository at `path`; durable and visible when it returns.
    func write(_ chain: CommitChain, to path: String) throws(GitError) {
        let count = chain.objects.count + chain.trees.count
        guard count > 0 else { return }
        let pack = try PackWriter(in: path, count: count)
        for object in chain.objects {
            try pack.add(
                object.id, head: PackEntry.head(of: object.type, size: object.bytes.count),
                [try thorough.object(object.bytes)])
        }
        for versions in Self.versions(of: chain.trees) { try add(versions, to: pack) }
        _ = try pack.finish()
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

    private func add(_ versions: [CommitChain.Tree], to pack: PackWriter) throws(GitError) {
        var offsets: [Int] = []
        for (age, version) in versions.enumerated() {
            if age > 0 {
                let base = DeltaOrder.base(of: age)
                let delta = TreeDelta.make(from: versions[base].tree, to: version.tree)
                if delta.count < version.tree.size / 2 {
                    let head = PackEntry.head(
                        ofDelta: delta.count, distance: pack.offset - offsets[base])
                    offsets.append(
                        try pack.add(version.id, head: head, [try thorough.object(delta)]))
                    continue
                }
            }
            let head = PackEntry.head(of: GIT_OBJECT_TREE, size: version.tree.size)
            offsets.append(try pack.add(version.id, head: head, try pieces(of: version.tree)))
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

import Crypto
import GitModel

/// The SHA-1 of a tree object, kept at several places on the way: the next version is hashed from
/// the first change on.
///
/// Of swift-crypto, which uses the processor's own instructions (four times the speed of libgit2's
/// collision-detecting one). A tree is made of names and hashes, so nobody outside can choose its
/// bytes freely enough for a collision; blobs and commits go through libgit2.
struct TreeHash {
    private var size = -1
    /// Before each `stride`th chunk.
    private var states: [Insecure.SHA1] = []
    private static let stride = 8

    /// Hashes a tree whose first `unchanged` chunks are those of the call before.
    mutating func name(of chunks: [TreeChunk], size: Int, unchanged: Int) -> ObjectID {
        if size != self.size { states = [] }
        self.size = size
        var hash = Insecure.SHA1()
        var next = 0
        if states.isEmpty {
            hash.update(data: Array("tree \(size)\0".utf8))
        } else {
            let step = min(unchanged / Self.stride, states.count - 1)
            hash = states[step]
            states.removeSubrange((step + 1)...)
            next = step * Self.stride
        }
        while next < chunks.count {
            if next == states.count * Self.stride { states.append(hash) }
            chunks[next].raw.withUnsafeBytes { hash.update(bufferPointer: $0) }
            next += 1
        }
        return hash.finalize().withUnsafeBytes { ObjectID(bytes: $0) }
    }
}

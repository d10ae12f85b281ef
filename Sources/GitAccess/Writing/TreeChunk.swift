import CZlib
import GitModel

/// Some neighbouring entries of a tree object, never changed: versions of a tree share them, and
/// with them the work of deflating.
final class TreeChunk {
    /// A chunk is cut in two when it is larger than twice this: in bytes.
    static let size = 8 << 10

    let raw: [UInt8]
    /// Of the raw bytes.
    private(set) lazy var checksum = raw.withUnsafeBytes {
        CZlib.adler32(1, $0.baseAddress, UInt32($0.count))
    }
    private var deflated: [UInt8]?

    init(_ raw: [UInt8]) { self.raw = raw }

    /// The chunk as a piece of a deflate stream that refers to nothing before it.
    func deflated(by deflater: Deflater) throws(GitError) -> [UInt8] {
        if let deflated { return deflated }
        let made = try deflater.piece(raw)
        deflated = made
        return made
    }
}

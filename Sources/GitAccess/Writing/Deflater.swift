import CZlib

/// Deflates many small things one after the other with one set of buffers.
final class Deflater {
    private var stream = z_stream()

    /// `level` is zlib's, 0 to 9.
    init(level: Int32) throws(GitError) {
        guard livetree_deflate_init(&stream, level, 1) == Z_OK else { throw Self.failure }
    }

    deinit { deflateEnd(&stream) }

    /// The deflate stream of the bytes, in zlib's wrapping.
    func object(_ bytes: [UInt8]) throws(GitError) -> [UInt8] {
        let body = try run(bytes, ending: Z_FINISH)
        let checksum = bytes.withUnsafeBytes {
            CZlib.adler32(1, $0.baseAddress, UInt32($0.count))
        }
        return Self.header + body + Self.bytes(of: checksum)
    }

    /// The bytes as a piece of a raw deflate stream: it refers to nothing before it, ends at a
    /// full byte and is not the last one.
    func piece(_ bytes: [UInt8]) throws(GitError) -> [UInt8] {
        try run(bytes, ending: Z_FULL_FLUSH)
    }

    /// What zlib's wrapping puts in front.
    static let header: [UInt8] = [0x78, 0x9C]
    /// The last block of a deflate stream, with nothing in it.
    static let lastBlock: [UInt8] = [0x03, 0x00]

    static func bytes(of checksum: UInt) -> [UInt8] {
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: checksum).bigEndian) { [UInt8]($0) }
    }

    private func run(_ bytes: [UInt8], ending flush: Int32) throws(GitError) -> [UInt8] {
        guard deflateReset(&stream) == Z_OK, bytes.count < Int(Int32.max) else {
            throw Self.failure
        }
        // The end of a flushed piece is not in the bound.
        let room = Int(deflateBound(&stream, UInt(bytes.count))) + 16
        var code = Z_OK
        let out = bytes.withUnsafeBufferPointer { input in
            [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                // zlib does not write to its input, though its type allows that.
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = UInt32(input.count)
                stream.next_out = buffer.baseAddress
                stream.avail_out = UInt32(room)
                code = deflate(&stream, flush)
                count = room - Int(stream.avail_out)
            }
        }
        guard code == (flush == Z_FINISH ? Z_STREAM_END : Z_OK), stream.avail_out > 0 else {
            throw Self.failure
        }
        return out
    }

    private static let failure = GitError(
        code: .generic, category: .objectStore, operation: "deflate",
        message: "an object could not be deflated")
}

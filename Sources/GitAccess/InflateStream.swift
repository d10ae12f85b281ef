import CZlib

/// Inflates bytes that stay where they are, piece by piece.
///
/// A class, because zlib wants its stream to keep its address.
final class InflateStream {
    private var stream = z_stream()
    /// Whether the stream was whole, its sum included.
    private(set) var isAtEnd = false

    /// Nil without memory. The bytes have to stay as long as this does.
    init?(_ bytes: UnsafeMutableRawPointer, count: Int) {
        guard livetree_inflate_init(&stream) == Z_OK else { return nil }
        // zlib does not write to its input, though its type allows that.
        stream.next_in = bytes.assumingMemoryBound(to: UInt8.self)
        stream.avail_in = UInt32(count)
    }

    deinit { inflateEnd(&stream) }

    /// Inflates at most `count` bytes, and says how many: fewer when the stream is over, broken, or
    /// cut off.
    func fill(_ bytes: UnsafeMutablePointer<UInt8>, upTo count: Int) -> Int {
        guard !isAtEnd, count >= 0 else { return 0 }
        stream.next_out = bytes
        stream.avail_out = UInt32(count)
        var isBroken = false
        // Also with no room left: the end of the stream may be all that follows.
        repeat {
            let before = (stream.avail_out, stream.avail_in)
            let code = inflate(&stream, Z_NO_FLUSH)
            isAtEnd = code == Z_STREAM_END
            isBroken = code != Z_OK || before == (stream.avail_out, stream.avail_in)
        } while stream.avail_out > 0 && !isAtEnd && !isBroken
        return count - Int(stream.avail_out)
    }
}

import Hummingbird
import NIOCore

/// Writes to a follower's connection, and knows since when it has been writing.
struct FollowerWriter {
    private var writer: any ResponseBodyWriter
    private var lastStart = ContinuousClock.now

    init(_ writer: any ResponseBodyWriter) { self.writer = writer }

    /// Returns once the connection has taken the frame.
    mutating func write(_ frame: ByteBuffer) async throws {
        lastStart = .now
        try await writer.write(frame)
    }

    /// Whether a write that failed had been under way for so long that the follower was cut off
    /// for it.
    var wasStuck: Bool { ContinuousClock.now - lastStart > Limits.stuckWrite }
}

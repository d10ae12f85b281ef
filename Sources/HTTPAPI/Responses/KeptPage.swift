import NIOCore
import Synchronization

/// The operator's page as it was last made for everybody: whoever asks often has it made once a
/// second at most.
final class KeptPage: Sendable {
    private struct Made {
        let bytes: ByteBuffer
        let generation: UInt64
        let hasButtons: Bool
        let at: ContinuousClock.Instant
    }

    private let newest = Mutex<Made?>(nil)

    /// Nil when it is older than `Limits.pageAge`, or of another generation.
    func page(of generation: UInt64, hasButtons: Bool) -> ByteBuffer? {
        guard let made = newest.withLock({ $0 }), made.generation == generation,
            made.hasButtons == hasButtons, ContinuousClock.now - made.at < Limits.pageAge
        else { return nil }
        return made.bytes
    }

    func keep(_ bytes: ByteBuffer, of generation: UInt64, hasButtons: Bool) {
        newest.withLock {
            $0 = Made(bytes: bytes, generation: generation, hasButtons: hasButtons, at: .now)
        }
    }
}

import Synchronization

/// Hands out ranges of positions to whoever asks next, each once.
final class ChunkQueue: Sendable {
    let chunkCount: Int
    private let count: Int
    private let chunk: Int
    private let next = Atomic<Int>(0)

    init(count: Int, chunk: Int) {
        self.count = count
        self.chunk = chunk
        chunkCount = (count + chunk - 1) / chunk
    }

    /// The next chunk's number and positions; nil when there is none left.
    func take() -> (Int, Range<Int>)? {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < chunkCount else { return nil }
        return (index, index * chunk..<min(count, (index + 1) * chunk))
    }

    /// Leaves nothing to take.
    func stop() { next.store(chunkCount, ordering: .relaxed) }
}

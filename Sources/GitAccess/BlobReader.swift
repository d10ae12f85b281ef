package import GitModel
import Glibc

/// Reads many blobs of one repository on as many threads as there are cores.
///
/// Each thread has its own repository handle, opened at first use and kept, since libgit2 allows
/// one thread at a time per handle. The threads are not those of the cooperative pool.
package final class BlobReader: Sendable {
    private let workers: [BlobWorker]

    /// Opens nothing yet; a folder that cannot be opened fails the first `map`.
    package init(path: String, allowingWorkTree: Bool = false) {
        let cores = min(max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))), Limits.readerThreads)
        workers = (0..<cores).map { _ in BlobWorker(path: path, allowingWorkTree: allowingWorkTree)
        }
    }

    /// Reads the blob of each item and returns what `transform` makes of it, in the items' order.
    ///
    /// `transform` runs on a reader thread; its bytes are valid only during the call. The first
    /// blob that cannot be read stops the others. Calls at the same time share the threads chunk
    /// by chunk, so that a short one does not wait for a long one.
    package func map<Item: Sendable, Output: Sendable>(
        _ items: [Item], blob: @escaping @Sendable (Item) -> BlobID,
        transform: @escaping @Sendable (Item, UnsafeRawBufferPointer) -> Output
    ) async throws(GitError) -> [Output] {
        let queue = ChunkQueue(count: items.count, chunk: Limits.readerChunk)
        let used = min(workers.count, queue.chunkCount)
        typealias Part = Result<[(Int, [Output])], GitError>
        let parts = await withTaskGroup(of: Part.self, returning: [Part].self) { group in
            for worker in workers.prefix(used) {
                group.addTask {
                    await worker.drain(queue, items, blob: blob, transform: transform)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        var chunks = [[Output]?](repeating: nil, count: queue.chunkCount)
        for part in parts {
            for (index, outputs) in try part.get() { chunks[index] = outputs }
        }
        return chunks.flatMap { $0 ?? [] }
    }

    /// Closes the threads' handles until they are used again, to have less memory meanwhile.
    package func rest() async {
        for worker in workers { await worker.rest() }
    }
}

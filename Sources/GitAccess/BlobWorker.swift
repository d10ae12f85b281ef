import GitModel

/// One reader thread with its own repository handle.
actor BlobWorker {
    private let path: String
    private let allowingWorkTree: Bool
    private var opened: RenewedRepository?
    private let executor = SerialQueueExecutor(label: "livetree.blobs")

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(path: String, allowingWorkTree: Bool) {
        self.path = path
        self.allowingWorkTree = allowingWorkTree
    }

    /// Reads chunks until none is left or the queue is stopped.
    nonisolated func drain<Item: Sendable, Output: Sendable>(
        _ queue: ChunkQueue, _ items: [Item], blob: @Sendable (Item) -> BlobID,
        transform: @Sendable (Item, UnsafeRawBufferPointer) -> Output
    ) async -> Result<[(Int, [Output])], GitError> {
        var done: [(Int, [Output])] = []
        do throws(GitError) {
            while let (index, range) = queue.take() {
                done.append((index, try await read(items[range], blob: blob, transform: transform)))
            }
            return .success(done)
        } catch {
            queue.stop()
            return .failure(error)
        }
    }

    func rest() { opened?.rest() }

    private func read<Item: Sendable, Output: Sendable>(
        _ items: ArraySlice<Item>, blob: @Sendable (Item) -> BlobID,
        transform: @Sendable (Item, UnsafeRawBufferPointer) -> Output
    ) throws(GitError) -> [Output] {
        let repository = try repository()
        var outputs: [Output] = []
        outputs.reserveCapacity(items.count)
        for item in items {
            outputs.append(try repository.withBlob(blob(item)) { transform(item, $0) })
        }
        return outputs
    }

    private func repository() throws(GitError) -> Repository {
        if let opened { return try opened.current(in: executor.jobs) }
        let handle = try RenewedRepository(at: path, allowingWorkTree: allowingWorkTree)
        opened = handle
        return try handle.current(in: executor.jobs)
    }
}

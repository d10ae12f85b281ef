/// Collects ascending entries and whole chunks into a `SortedEntries`, keeping chunk sizes within
/// bounds.
struct ChunkBuilder<Value: Sendable> {
    private var chunks: [EntryChunk<Value>] = []
    private var keys: [String] = []
    private var values: [Value] = []
    private var count = 0

    /// Adds one entry; its key must come after every key added before.
    mutating func append(_ key: String, _ value: Value) {
        if keys.count == EntryChunk<Value>.comfortable * 2 { cut(EntryChunk<Value>.comfortable) }
        keys.append(key)
        values.append(value)
        count += 1
    }

    /// Adds a chunk of another generation as it is, unless a small rest before it needs company.
    mutating func append(_ chunk: EntryChunk<Value>) {
        if !keys.isEmpty && keys.count < EntryChunk<Value>.smallest {
            for index in chunk.keys.indices { append(chunk.keys[index], chunk.values[index]) }
            return
        }
        flush()
        chunks.append(chunk)
        count += chunk.count
    }

    /// The finished map; a small rest joins the chunk before it.
    mutating func finish() -> SortedEntries<Value> {
        if !keys.isEmpty, keys.count < EntryChunk<Value>.smallest, let last = chunks.popLast() {
            keys = last.keys + keys
            values = last.values + values
        }
        flush()
        return SortedEntries(chunks: chunks, count: count)
    }

    /// Turns what is collected into one chunk, or two of half the size when it is too much.
    private mutating func flush() {
        guard !keys.isEmpty else { return }
        if keys.count > EntryChunk<Value>.capacity { cut(keys.count / 2) }
        chunks.append(EntryChunk(keys: keys, values: values))
        keys = []
        values = []
    }

    private mutating func cut(_ size: Int) {
        chunks.append(EntryChunk(keys: Array(keys[..<size]), values: Array(values[..<size])))
        keys.removeFirst(size)
        values.removeFirst(size)
    }
}

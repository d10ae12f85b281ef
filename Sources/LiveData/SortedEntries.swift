/// A persistent sorted map from path to value.
///
/// Entries live in chunks of at most 512. A lookup is two binary searches. A new generation copies
/// the chunks it touches and the array of chunks; all other chunks are the same objects as before,
/// so the cost of a change follows what changed, and an old generation stays valid for as long as
/// someone reads it.
package struct SortedEntries<Value: Sendable>: Sendable {
    /// Ascending, none empty.
    let chunks: [EntryChunk<Value>]
    /// Number of entries; constant time.
    package let count: Int

    /// A map without entries.
    package init() {
        self.init(chunks: [], count: 0)
    }

    init(chunks: [EntryChunk<Value>], count: Int) {
        self.chunks = chunks
        self.count = count
    }

    /// Builds a map from entries in any order; of entries with the same key the last one counts.
    package init(_ entries: [(key: String, value: Value)]) {
        var builder = ChunkBuilder<Value>()
        for entry in Self.sorted(entries) { builder.append(entry.key, entry.value) }
        self = builder.finish()
    }

    /// The value at `key`, compared byte by byte.
    package subscript(key: String) -> Value? {
        guard let number = chunk(holding: key) else { return nil }
        let chunk = chunks[number]
        let offset = chunk.lowerBound(of: key)
        guard offset < chunk.count, PathOrder.compare(chunk.keys[offset], key) == 0 else {
            return nil
        }
        return chunk.values[offset]
    }

    /// Identities of the chunks in order: equal ones are shared between two generations.
    package var chunkIdentities: [ObjectIdentifier] { chunks.map { ObjectIdentifier($0) } }

    /// Number of the last chunk whose first key is not after `key`.
    func chunk(holding key: String) -> Int? {
        var low = 0
        var high = chunks.count
        while low < high {
            let middle = (low + high) / 2
            if PathOrder.precedes(key, chunks[middle].firstKey) {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return low == 0 ? nil : low - 1
    }

    /// Sorts by key, stable, keeping the last of equal keys.
    static func sorted<Item>(_ entries: [(key: String, value: Item)]) -> [(
        key: String, value: Item
    )] {
        let inOrder = zip(entries, entries.dropFirst()).allSatisfy {
            PathOrder.precedes($0.key, $1.key)
        }
        if inOrder { return entries }
        let order = entries.indices.sorted { left, right in
            let comparison = PathOrder.compare(entries[left].key, entries[right].key)
            return comparison == 0 ? left < right : comparison < 0
        }
        var result: [(key: String, value: Item)] = []
        result.reserveCapacity(entries.count)
        for index in order {
            if let last = result.last, PathOrder.compare(last.key, entries[index].key) == 0 {
                result[result.count - 1] = entries[index]
            } else {
                result.append(entries[index])
            }
        }
        return result
    }
}

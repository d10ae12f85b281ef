/// A run of neighbouring entries of a `SortedEntries`: never empty, never changed once made.
///
/// Chunks are what generations share, so a chunk is an object: two generations hold the same one
/// when nothing in its key range differs.
package final class EntryChunk<Value: Sendable>: Sendable {
    /// Most entries a chunk holds; a larger one is split.
    static var capacity: Int { 512 }
    /// Chunks that shrink below this are joined with a neighbour.
    static var smallest: Int { 128 }
    /// Entries a chunk starts with, so that the next few insertions do not split it.
    static var comfortable: Int { 384 }

    /// Ascending by `PathOrder`, no duplicates.
    let keys: [String]
    /// As many as `keys`, in their order.
    let values: [Value]

    init(keys: [String], values: [Value]) {
        precondition(!keys.isEmpty && keys.count == values.count, "a chunk pairs keys and values")
        self.keys = keys
        self.values = values
    }

    var count: Int { keys.count }
    var firstKey: String { keys[0] }

    /// Offset of the first key that is not before `key` (`count` when all are).
    func lowerBound(of key: String) -> Int {
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            if PathOrder.precedes(keys[middle], key) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

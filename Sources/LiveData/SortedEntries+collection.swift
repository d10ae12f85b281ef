extension SortedEntries: BidirectionalCollection {
    /// A place in the map: which chunk, and where in it.
    package struct Index: Comparable, Sendable {
        let chunk: Int
        let offset: Int

        package static func < (left: Index, right: Index) -> Bool {
            (left.chunk, left.offset) < (right.chunk, right.offset)
        }
    }

    package var startIndex: Index { Index(chunk: 0, offset: 0) }
    package var endIndex: Index { Index(chunk: chunks.count, offset: 0) }

    package func index(after index: Index) -> Index {
        index.offset + 1 < chunks[index.chunk].count
            ? Index(chunk: index.chunk, offset: index.offset + 1)
            : Index(chunk: index.chunk + 1, offset: 0)
    }

    package func index(before index: Index) -> Index {
        index.offset > 0
            ? Index(chunk: index.chunk, offset: index.offset - 1)
            : Index(chunk: index.chunk - 1, offset: chunks[index.chunk - 1].count - 1)
    }

    package subscript(position: Index) -> (key: String, value: Value) {
        let chunk = chunks[position.chunk]
        return (chunk.keys[position.offset], chunk.values[position.offset])
    }
}

extension SortedEntries {
    /// The first entry whose key is not before `key`; `endIndex` when there is none.
    package func firstIndex(notBefore key: String) -> Index {
        guard let number = chunk(holding: key) else { return startIndex }
        let offset = chunks[number].lowerBound(of: key)
        return offset < chunks[number].count
            ? Index(chunk: number, offset: offset) : Index(chunk: number + 1, offset: 0)
    }

    /// The first entry whose key comes after `key`, whether or not `key` itself is there: where a
    /// cursor goes on.
    package func firstIndex(after key: String) -> Index {
        let index = firstIndex(notBefore: key)
        guard index != endIndex, PathOrder.compare(self[index].key, key) == 0 else { return index }
        return self.index(after: index)
    }
}

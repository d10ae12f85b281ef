extension SortedEntries {
    /// One difference: a value to put at a key, or nil to remove it.
    package typealias Edit = (key: String, value: Value?)

    /// The next generation: `edits` applied in any order, of equal keys the last one counts.
    ///
    /// Chunks without an edit in their key range are shared with this generation. Removing a key
    /// that is not there changes nothing and copies nothing.
    package func updating(_ edits: [Edit]) -> SortedEntries {
        let effective = SortedEntries<Value?>.sorted(edits.map { (key: $0.key, value: $0.value) })
            .filter { $0.value != nil || self[$0.key] != nil }
        guard !effective.isEmpty else { return self }
        var builder = ChunkBuilder<Value>()
        var next = 0
        for (number, chunk) in chunks.enumerated() {
            let end = endOfEdits(effective, from: next, inChunk: number)
            if end == next {
                builder.append(chunk)
            } else {
                Self.merge(chunk, with: effective[next..<end], into: &builder)
                next = end
            }
        }
        for edit in effective[next...] {
            if let value = edit.value { builder.append(edit.key, value) }
        }
        return builder.finish()
    }

    /// End of the edits that belong to a chunk: those before the first key of the one after it.
    private func endOfEdits(
        _ edits: [(key: String, value: Value?)], from start: Int, inChunk number: Int
    ) -> Int {
        guard number + 1 < chunks.count else { return edits.count }
        let limit = chunks[number + 1].firstKey
        var end = start
        while end < edits.count, PathOrder.precedes(edits[end].key, limit) { end += 1 }
        return end
    }

    private static func merge(
        _ chunk: EntryChunk<Value>, with edits: ArraySlice<(key: String, value: Value?)>,
        into builder: inout ChunkBuilder<Value>
    ) {
        var offset = 0
        for edit in edits {
            let position = chunk.lowerBound(of: edit.key)
            while offset < position {
                builder.append(chunk.keys[offset], chunk.values[offset])
                offset += 1
            }
            if offset < chunk.count, PathOrder.compare(chunk.keys[offset], edit.key) == 0 {
                offset += 1
            }
            if let value = edit.value { builder.append(edit.key, value) }
        }
        while offset < chunk.count {
            builder.append(chunk.keys[offset], chunk.values[offset])
            offset += 1
        }
    }
}

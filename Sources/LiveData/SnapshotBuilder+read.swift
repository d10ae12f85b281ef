import GitAccess
import GitModel
import Sheets

extension SnapshotBuilder {
    private struct Item: Sendable {
        /// Index of its draft: a declaration holds much, and items are copied.
        let draft: Int
        let file: RecordFile
        /// As an earlier start read it.
        let stored: Record?
    }

    /// Reads and parses all record files of the drafts in one go, on the reader threads; those
    /// whose content is `known` where it stands. What is `stored` is taken as it is.
    func read(
        _ drafts: [SheetDraft], known: [BlobID: [UInt8]], stored: StoredRecords = StoredRecords()
    ) async throws(SnapshotError) -> [SheetDraft] {
        var items: [Item] = []
        items.reserveCapacity(drafts.reduce(0) { $0 + $1.reads.count })
        for (index, draft) in drafts.enumerated() {
            let known = stored.records(
                under: RowNumbers.Declaration(
                    sheet: draft.declaration.name, blob: draft.declarationBlob))
            for file in draft.reads {
                let record = known[.init(path: file.recordPath, blob: file.file.id)]
                items.append(Item(draft: index, file: file, stored: record))
            }
        }
        guard !items.isEmpty else { return drafts }
        let declarations = drafts.map(\.declaration)
        let shelf = TextShelf()
        let unread = items.filter { $0.stored == nil && known[$0.file.file.id] == nil }
        var read: ArraySlice<RecordReading> = []
        if !unread.isEmpty {
            read = try await git { () throws(GitError) in
                try await blobs.map(unread, blob: { $0.file.file.id }) { item, bytes in
                    Self.read(item, declarations[item.draft], bytes, shelf)
                }
            }[...]
        }
        let results = items.map { item in
            if let record = item.stored { return RecordReading.record(record, searchText: nil) }
            guard let content = known[item.file.file.id] else { return read.removeFirst() }
            return content.withUnsafeBytes { Self.read(item, declarations[item.draft], $0, shelf) }
        }
        var start = 0
        return drafts.map { draft in
            var filled = draft
            filled.results = Array(results[start..<start + draft.reads.count])
            start += draft.reads.count
            return filled
        }
    }

    private static func read(
        _ item: Item, _ declaration: SheetDeclaration, _ bytes: UnsafeRawBufferPointer,
        _ shelf: TextShelf
    ) -> RecordReading {
        do {
            let read = try declaration.read(
                recordPath: item.file.recordPath, filePath: item.file.file.path, bytes: bytes)
            let record = Record(
                path: item.file.recordPath, blob: item.file.file.id, json: read.json)
            return .record(record, searchText: shelf.add(read.searchText))
        } catch {
            return .problem(error)
        }
    }
}

import GitModel

/// Records that an earlier start read: what is still in the branch need not be read again.
struct StoredRecords: Sendable {
    /// Where a record was and what it was read from. Content is where records differ.
    struct Key: Hashable, Sendable {
        let path: String
        let blob: BlobID

        static func == (left: Key, right: Key) -> Bool {
            left.blob == right.blob && PathOrder.compare(left.path, right.path) == 0
        }

        func hash(into hasher: inout Hasher) { hasher.combine(blob) }
    }

    private var records: [RowNumbers.Declaration: [Key: Record]] = [:]
    /// Rows they came from, and such as gave none.
    private(set) var rowCount = 0

    /// The records that were read under this very declaration.
    func records(under declaration: RowNumbers.Declaration) -> [Key: Record] {
        records[declaration] ?? [:]
    }

    /// Takes in the rows of one sheet.
    mutating func add(_ read: Rows) {
        rowCount += read.count
        records.merge(read.records) { first, _ in first }
    }

    /// The rows of one sheet.
    struct Rows: Sendable {
        var records: [RowNumbers.Declaration: [Key: Record]] = [:]
        var count = 0
    }
}

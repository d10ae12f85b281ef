extension FieldSort {
    /// Returns a record with the arrays of its top-level fields in their declared order.
    static func sorting(_ record: TOMLTable, by sorts: [FieldSort]) -> TOMLTable {
        var record = record
        for sort in sorts {
            guard case .array(let values)? = record[sort.field] else { continue }
            record[sort.field] = .array(sort.sorted(values))
        }
        return record
    }

    private func sorted(_ values: [TOMLValue]) -> [TOMLValue] {
        switch rule {
        case .values(false), .script, .keys([]): values
        case .values(true): values.sorted { ValueOrder.precedes($0, $1) }
        case .keys(let keys):
            ValueOrder.stableSort(values) { ValueOrder.compare($0, $1, by: keys) < 0 }
        }
    }
}

extension FieldSort {
    /// Arrays up to this length the reference sorts by insertion, so gaps in the order do no harm.
    private static let insertionLength = 20

    /// Returns a record with the arrays of its top-level fields in their declared order; what
    /// cannot be sorted as the reference does stays as it is.
    static func sorting(_ record: TOMLTable, by sorts: [FieldSort]) -> TOMLTable {
        var record = record
        for sort in sorts {
            guard case .array(let values)? = record[sort.field], let sorted = sort.sorted(values)
            else { continue }
            record[sort.field] = .array(sorted)
        }
        return record
    }

    /// The first field whose array cannot be sorted as the reference does.
    static func unsortableField(of record: TOMLTable, by sorts: [FieldSort]) -> String? {
        sorts.first { sort in
            guard case .array(let values)? = record[sort.field] else { return false }
            return sort.sorted(values) == nil
        }?.field
    }

    /// Nil when the reference's order of these values is not known here.
    private func sorted(_ values: [TOMLValue]) -> [TOMLValue]? {
        switch rule {
        case .values(false), .script, .keys([]): values
        case .values(true): Self.sorted(values) { LanguageOrder.key(of: $0) }
        case .keys(let keys): sorted(values, by: keys)
        }
    }

    private static func sorted(
        _ values: [TOMLValue], key: (TOMLValue) -> [UInt32]?
    ) -> [TOMLValue]? {
        // One value needs no order, whatever it is.
        guard values.count > 1 else { return values }
        var rows: [(key: [UInt32], value: TOMLValue)] = []
        for value in values {
            guard let key = key(value) else { return nil }
            rows.append((key, value))
        }
        return rows.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    }

    private func sorted(_ values: [TOMLValue], by keys: [Key]) -> [TOMLValue]? {
        var rows: [(keys: [SortValue?], value: TOMLValue)] = []
        for value in values {
            guard case .table(let table) = value else {
                rows.append((keys.map { _ in nil }, value))
                continue
            }
            var found: [SortValue?] = []
            for key in keys {
                guard let field = table[key.field] else {
                    found.append(nil)
                    continue
                }
                guard let sortable = SortValue(field) else { return nil }
                found.append(sortable)
            }
            rows.append((found, value))
        }
        let hasGaps = rows.contains { $0.keys.contains(nil) }
        guard !hasGaps || rows.count <= Self.insertionLength else { return nil }
        for index in keys.indices {
            let kinds = Set(rows.compactMap { $0.keys[index]?.kind })
            guard kinds.count <= 1 else { return nil }
        }
        let precedes: ([SortValue?], [SortValue?]) -> Bool = { left, right in
            for (index, key) in keys.enumerated() {
                guard let a = left[index], let b = right[index] else { continue }
                if a < b { return !key.isDescending }
                if b < a { return key.isDescending }
            }
            return false
        }
        guard hasGaps else { return rows.sorted { precedes($0.keys, $1.keys) }.map(\.value) }
        var sorted: [(keys: [SortValue?], value: TOMLValue)] = []
        for row in rows {
            var place = sorted.count
            while place > 0, precedes(row.keys, sorted[place - 1].keys) { place -= 1 }
            sorted.insert(row, at: place)
        }
        return sorted.map(\.value)
    }
}

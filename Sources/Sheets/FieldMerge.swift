/// Merges the fields of two versions of a record over those of their base.
struct FieldMerge {
    /// The first field, in key order, in which the versions cannot be merged.
    struct Conflict: Error {
        let field: FieldPath
        /// What happened to the field.
        let what: String

        /// A sentence without a full stop.
        var reason: String { "field `\(field)` \(what)" }
    }

    /// Keys that lead to the table being merged.
    private var path: [String] = []

    /// A field changed on one side only, or to the same value on both, takes that value; tables
    /// merge inside, also when both sides added them; everything else is one value.
    static func merge(
        base: TOMLTable, ours: TOMLTable, theirs: TOMLTable
    ) throws(Conflict) -> TOMLTable {
        var merge = FieldMerge()
        return try merge.table(base: base, ours: ours, theirs: theirs)
    }

    private mutating func table(
        base: TOMLTable, ours: TOMLTable, theirs: TOMLTable
    ) throws(Conflict) -> TOMLTable {
        var entries: [TOMLTable.Entry] = []
        var left = ours.entries[...]
        var right = theirs.entries[...]
        while let key = Self.nextKey(left, right) {
            let ours = Self.take(key, from: &left)
            let theirs = Self.take(key, from: &right)
            path.append(key)
            if let value = try value(base: base[key], ours: ours, theirs: theirs) {
                entries.append(TOMLTable.Entry(key: key, value: value))
            }
            path.removeLast()
        }
        return TOMLTable(sorted: entries)
    }

    private mutating func value(
        base: TOMLValue?, ours: TOMLValue?, theirs: TOMLValue?
    ) throws(Conflict) -> TOMLValue? {
        if ours == theirs || base == theirs { return ours }
        if base == ours { return theirs }
        switch (ours, theirs) {
        case (.table(let a)?, .table(let b)?):
            // Tables that both sides made, of nothing or of another value, merge as well.
            var common = TOMLTable()
            if case .table(let table)? = base { common = table }
            return .table(try table(base: common, ours: a, theirs: b))
        case (nil, _): throw conflict("was deleted on our side and changed on theirs")
        case (_, nil): throw conflict("was changed on our side and deleted on theirs")
        default: break
        }
        throw conflict("was changed differently on both sides")
    }

    private func conflict(_ what: String) -> Conflict {
        Conflict(field: FieldPath(path), what: what)
    }

    /// The lesser of the first keys.
    private static func nextKey(
        _ left: ArraySlice<TOMLTable.Entry>, _ right: ArraySlice<TOMLTable.Entry>
    ) -> String? {
        guard let a = left.first?.key else { return right.first?.key }
        guard let b = right.first?.key else { return a }
        return b.utf8.lexicographicallyPrecedes(a.utf8) ? b : a
    }

    private static func take(
        _ key: String, from entries: inout ArraySlice<TOMLTable.Entry>
    ) -> TOMLValue? {
        guard let first = entries.first, first.key.utf8.elementsEqual(key.utf8) else { return nil }
        entries.removeFirst()
        return first.value
    }
}

/// The orders that declared sorts give to the values of an array.
enum ValueOrder {
    /// The order of `sort = true`.
    static func precedes(_ left: TOMLValue, _ right: TOMLValue) -> Bool {
        compare(left, right) < 0
    }

    /// Compares two tables by the first of `keys` in which they differ; below 0: left first.
    static func compare(_ left: TOMLValue, _ right: TOMLValue, by keys: [FieldSort.Key]) -> Int {
        guard case .table(let a) = left, case .table(let b) = right else { return 0 }
        for key in keys {
            guard let x = a[key.field], let y = b[key.field] else { continue }
            let order = compare(x, y)
            if order != 0 { return key.isDescending ? -order : order }
        }
        return 0
    }

    /// As JavaScript's `<` and `>`: values of different kinds are neither.
    static func compare(_ left: TOMLValue, _ right: TOMLValue) -> Int {
        switch (left, right) {
        case (.integer(let a), .integer(let b)): order(a, b)
        case (.float(let a), .float(let b)): order(a, b)
        case (.integer(let a), .float(let b)): order(Double(a), b)
        case (.float(let a), .integer(let b)): order(a, Double(b))
        case (.string(let a), .string(let b)):
            a.utf16.lexicographicallyPrecedes(b.utf16)
                ? -1 : (b.utf16.lexicographicallyPrecedes(a.utf16) ? 1 : 0)
        case (.boolean(let a), .boolean(let b)): order(a ? 1 : 0, b ? 1 : 0)
        default: 0
        }
    }

    /// Insertion sort, as the reference does for short arrays: where the order has gaps the
    /// result depends on how it is made.
    static func stableSort(
        _ values: [TOMLValue], _ precedes: (TOMLValue, TOMLValue) -> Bool
    ) -> [TOMLValue] {
        var sorted: [TOMLValue] = []
        sorted.reserveCapacity(values.count)
        for value in values {
            var place = sorted.count
            while place > 0, precedes(value, sorted[place - 1]) { place -= 1 }
            sorted.insert(value, at: place)
        }
        return sorted
    }

    private static func order<Number: Comparable>(_ left: Number, _ right: Number) -> Int {
        left < right ? -1 : (right < left ? 1 : 0)
    }
}

import Sheets

/// The order of a listing: by one field or by path, ties always by ascending path.
struct SheetOrder: Sendable {
    /// Nil: by path alone.
    let field: JSONFieldPath?
    let isDescending: Bool

    /// Reads `name`, `-name` or nil.
    init(_ sort: String?) {
        let isDescending = sort?.hasPrefix("-") ?? false
        self.isDescending = isDescending
        field = sort.map { JSONFieldPath(isDescending ? String($0.dropFirst()) : $0) }
    }

    /// Where a record stands in this order.
    func position(of record: Record) -> SheetPosition {
        SheetPosition(
            key: field.map { SortKey($0.value(in: record.json)) } ?? .missing,
            path: record.path)
    }

    /// True when `left` stands before `right`. Records without the field come last both ways.
    func precedes(_ left: SheetPosition, _ right: SheetPosition) -> Bool {
        let order = left.key.compare(to: right.key)
        guard order != 0 else { return PathOrder.precedes(left.path, right.path) }
        let hasMissing = left.key == .missing || right.key == .missing
        return isDescending && !hasMissing ? order > 0 : order < 0
    }
}

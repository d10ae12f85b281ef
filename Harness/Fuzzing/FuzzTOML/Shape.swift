@testable import Sheets

/// What `Limits` bounds, counted on the values themselves.
struct Shape {
    private(set) var values = 0
    /// Tables and arrays inside each other; what `[[name]]` writes counts once, as the reader counts
    /// it.
    private(set) var nesting = 0
    /// The same, each array and each table counted.
    private(set) var brackets = 0

    init(of value: TOMLValue) { visit(value, nesting: 0, brackets: 0) }

    private mutating func visit(_ value: TOMLValue, nesting depth: Int, brackets open: Int) {
        values += 1
        nesting = max(nesting, depth)
        brackets = max(brackets, open)
        switch value {
        case .table(let table):
            for entry in table.entries {
                let isContainer = Self.isContainer(entry.value)
                visit(
                    entry.value, nesting: depth + (isContainer ? 1 : 0),
                    brackets: open + (isContainer ? 1 : 0))
            }
        case .array(let items):
            let isOneHeader = !items.isEmpty && items.allSatisfy(Self.isTable)
            for item in items {
                let isContainer = Self.isContainer(item)
                visit(
                    item, nesting: depth + (isContainer && !isOneHeader ? 1 : 0),
                    brackets: open + (isContainer ? 1 : 0))
            }
        default: break
        }
    }

    private static func isTable(_ value: TOMLValue) -> Bool {
        if case .table = value { true } else { false }
    }

    private static func isContainer(_ value: TOMLValue) -> Bool {
        switch value {
        case .table, .array: true
        default: false
        }
    }
}

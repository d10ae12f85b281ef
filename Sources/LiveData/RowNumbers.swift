import GitModel

/// Gives sheets, declarations and rows their numbers.
///
/// A row's number starts with its sheet's, so one sheet is one range of rows, which FTS5 searches
/// without looking at the others. Numbers live in memory: the index is new at every start.
struct RowNumbers: Sendable {
    /// One declaration of one sheet.
    struct Declaration: Hashable, Sendable {
        let sheet: String
        let blob: BlobID
    }

    private static let rowBits: Int64 = 40
    private var sheets: [String: Int64] = [:]
    private var nextRow: [Int64: Int64] = [:]
    private var declarationNumbers: [Declaration: Int64] = [:]
    /// Every declaration seen; the place is the number.
    private(set) var declarations: [Declaration] = []

    /// The rows of one sheet, of all when `sheet` is nil; nil when the sheet has none.
    func range(of sheet: String?) -> ClosedRange<Int64>? {
        guard let sheet else { return 0...Int64.max }
        guard let number = sheets[sheet] else { return nil }
        let first = number << Self.rowBits
        return first...(first + (1 << Self.rowBits) - 1)
    }

    /// The number of a declaration if rows were ever made under it.
    func number(of declaration: Declaration) -> Int64? {
        declarationNumbers[declaration]
    }

    /// Numbers a declaration, and a new row under it.
    mutating func next(under declaration: Declaration) -> (row: Int64, declaration: Int64) {
        let sheet = sheets[declaration.sheet] ?? Int64(sheets.count)
        sheets[declaration.sheet] = sheet
        let row = nextRow[sheet] ?? 1
        nextRow[sheet] = row + 1
        let number = declarationNumbers[declaration] ?? Int64(declarations.count)
        if number == declarations.count {
            declarationNumbers[declaration] = number
            declarations.append(declaration)
        }
        return (sheet << Self.rowBits | row, number)
    }
}

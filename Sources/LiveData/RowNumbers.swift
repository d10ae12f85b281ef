import GitModel

/// Gives sheets, declarations and rows their numbers.
///
/// A row's number starts with its sheet's, so one sheet is one range of rows, which FTS5 searches
/// without looking at the others. A kept index has the numbers of its declarations in a table.
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

    /// The number of a sheet; nil when it has no rows.
    func number(ofSheet sheet: String) -> Int64? { sheets[sheet] }

    /// Takes a declaration in under the number it had; false when that is not the next one.
    mutating func restore(_ declaration: Declaration, number: Int64?, sheet: Int64?) -> Bool {
        guard let number, let sheet, number == declarations.count, sheet >= 0,
            sheet < 1 << (63 - Self.rowBits), sheets[declaration.sheet] ?? sheet == sheet
        else { return false }
        sheets[declaration.sheet] = sheet
        declarationNumbers[declaration] = number
        declarations.append(declaration)
        return true
    }

    /// New rows of a sheet are numbered after the last one that is there.
    mutating func resume(after row: Int64, in sheet: String) {
        guard let number = sheets[sheet] else { return }
        nextRow[number] = row - (number << Self.rowBits) + 1
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

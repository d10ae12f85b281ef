import Sheets

/// What reading one record gave, flat enough for table tests.
enum Reading: Equatable {
    case json(String)
    case problem(line: Int?, reason: String)
}

/// Reads `text` as the record `path` of a sheet with this declaration, or says why not.
func read(_ text: [UInt8], at path: String, of sheet: SheetDeclaration) -> Reading {
    do throws(SheetProblem) {
        return .json(String(decoding: try record(text, at: path, of: sheet).json, as: UTF8.self))
    } catch {
        return .problem(line: error.line, reason: error.reason)
    }
}

/// Reads `text` as the record `path`.
func record(
    _ text: [UInt8], at path: String, of sheet: SheetDeclaration
) throws(SheetProblem) -> SheetRecord {
    try text.withUnsafeBytes { bytes in
        Result { () throws(SheetProblem) in
            try sheet.read(
                recordPath: path, filePath: path + sheet.format.fileExtension, bytes: bytes)
        }
    }.get()
}

/// A declaration with this `path`, and further lines below `[gitsheet]`.
func sheet(path: String, root: String = ".", _ more: String = "") throws -> SheetDeclaration {
    let text = "[gitsheet]\nroot = '\(root)'\npath = '\(path)'\n\(more)\n"
    return try SheetDeclaration.parse(
        name: "test", path: ".gitsheets/test.toml", bytes: Array(text.utf8))
}

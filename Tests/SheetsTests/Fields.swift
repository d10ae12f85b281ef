import JSONModel

@testable import Sheets

/// What reading a record from JSON gave, flat enough for table tests.
enum Fields: Equatable {
    case fields(TOMLTable)
    case problems([FieldProblem])

    init(_ body: () throws(RecordRefusal) -> TOMLTable) {
        do throws(RecordRefusal) {
            self = .fields(try body())
        } catch {
            self = .problems(error.problems)
        }
    }

    /// Pointers of the problems; empty when there are none.
    var pointers: [String] {
        if case .problems(let problems) = self { problems.map(\.pointer) } else { [] }
    }
}

/// The table of a TOML text.
func toml(_ text: String) throws -> TOMLTable {
    guard case .table(let table) = try TOMLReader.parse(Array(text.utf8)) else {
        return TOMLTable()
    }
    return table
}

func json(_ text: String) throws -> JSON {
    try JSON.parse(Array(text.utf8))
}

import Sheets

/// What reading one record file gave.
enum RecordReading: Sendable {
    case record(Record, searchText: String)
    case problem(SheetProblem)
}

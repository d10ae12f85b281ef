import Sheets

/// What reading one record file gave.
enum RecordReading: Sendable {
    /// Without a text: the search index has the record already.
    case record(Record, searchText: TextShelf.Text?)
    case problem(SheetProblem)
}

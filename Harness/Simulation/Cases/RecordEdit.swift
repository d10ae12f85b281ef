/// What one commit does to the records.
package enum RecordEdit: Hashable, Sendable {
    /// Gives one field of a record a value; makes the record where there is none.
    case set(String, field: String, to: String)
    /// Takes one field away.
    case drop(String, field: String)
    case delete(String)
    /// Takes a record away and puts it at another name.
    case rename(String, to: String)
    /// Replaces the file by one that cannot be read.
    case spoil(String)
    /// Takes away every file that cannot be read.
    case repair
    /// Brings back a record as it was in the oldest commit.
    case restore(String)
    /// Changes nothing.
    case nothing
}

extension RecordEdit {
    /// The records after it. `first`: those of the oldest commit.
    func applied(to records: RecordMap, first: RecordMap) -> RecordMap {
        var records = records
        switch self {
        case .set(let name, let field, let value):
            var fields = records[name]?.fields ?? [:]
            fields[field] = value
            records[name] = .fields(fields)
        case .drop(let name, let field):
            guard var fields = records[name]?.fields else { break }
            fields[field] = nil
            records[name] = .fields(fields)
        case .delete(let name): records[name] = nil
        case .rename(let name, let other):
            guard records[other] == nil, let record = records.removeValue(forKey: name)
            else { break }
            records[other] = record
        case .spoil(let name): records[name] = .unreadable
        case .repair: records = records.filter { $0.value != .unreadable }
        case .restore(let name): records[name] = first[name]
        case .nothing: break
        }
        return records
    }
}

import LiveData

/// The number of records of each sheet, for metrics: the branch says how many sheets there are,
/// so only the first, by name, have a time series of their own.
struct RecordsBySheet {
    /// Sheets with a time series of their own.
    static let limit = 50
    /// What stands for all others.
    static let rest = "other"

    let counts: [(sheet: String, count: Int)]

    init(_ snapshot: Snapshot) {
        self.init(snapshot.sheets.mapValues(\.count))
    }

    init(_ sheets: [String: Int]) {
        let named = sheets.filter { $0.key != Self.rest }.sorted { $0.key < $1.key }
            .prefix(Self.limit)
        let others = sheets.values.reduce(0, +) - named.reduce(0) { $0 + $1.value }
        let hasOthers = sheets.count > named.count
        counts =
            named.map { (sheet: $0.key, count: $0.value) }
            + (hasOthers ? [(sheet: Self.rest, count: others)] : [])
    }
}

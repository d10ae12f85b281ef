/// What readers can ask for in this history: a sheet, records every commit has, stamps.
package struct ReadingGround: Sendable {
    /// The sheet, nil when the history has none.
    package let sheet: String?
    /// Records by path, without the sheet.
    package let records: [String]
    /// Stamps that occur, smallest first.
    package let stamps: [Int]

    /// How many records the sheet's generator made; each carries the stamp.
    package let stampedRecords: Int

    /// Finds them in what the commits say.
    init(_ history: History, stamps: [Int]) {
        self.stamps = Set(stamps).sorted()
        let generated = history.graph.commits.lazy
            .compactMap { history.commits[$0]?.records.first }.first
        let declared = history.commits.values.flatMap(\.set)
            .compactMap { entry -> String? in
                guard entry.path.hasPrefix(".gitsheets/"), entry.path.hasSuffix(".toml") else {
                    return nil
                }
                return String(entry.path.dropFirst(11).dropLast(5))
            }
            .sorted()
        sheet = generated?.path ?? declared.first
        let count = generated?.value ?? 0
        stampedRecords = count
        let digits = GeneratedRecord.digits(for: max(count, 1))
        records = (0..<min(count, 1000)).map {
            GeneratedRecord(index: $0, digits: digits, gen: 0).slug
        }
    }
}

import Testing

@testable import HTTPAPI

@Suite("Records by sheet") struct RecordsBySheetTests {
    @Test func eachSheetIsCountedByName() {
        let records = RecordsBySheet(["b": 2, "a": 1])
        #expect(records.counts.map(\.sheet) == ["a", "b"])
        #expect(records.counts.map(\.count) == [1, 2])
    }

    @Test func aBranchWithManySheetsHasABoundedNumberOfSeries() {
        let many = Dictionary(uniqueKeysWithValues: (1000..<1200).map { ("sheet\($0)", 3) })
        let counts = RecordsBySheet(many).counts
        #expect(counts.count == RecordsBySheet.limit + 1)
        #expect(counts.last?.sheet == "other" && counts.last?.count == 150 * 3)
        #expect(counts.reduce(0) { $0 + $1.count } == 600)
    }

    @Test func aSheetNamedLikeTheOthersIsCountedWithThem() {
        let counts = RecordsBySheet(["other": 4, "a": 1]).counts
        #expect(counts.map(\.sheet) == ["a", "other"] && counts.map(\.count) == [1, 4])
    }
}

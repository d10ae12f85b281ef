import Testing

@testable import LiveData

@Suite struct SearchQueryTests {
    struct Row: CustomTestStringConvertible {
        let typed: String
        let pattern: String
        var testDescription: String { "\(typed) → \(pattern)" }
    }

    static let rows = [
        Row(typed: "", pattern: ""),
        Row(typed: "  \t\n", pattern: ""),
        Row(typed: "*", pattern: ""),
        Row(typed: "\"", pattern: ""),
        Row(typed: "!?()", pattern: ""),
        Row(typed: "civic data", pattern: "\"civic\" AND \"data\"*"),
        Row(typed: "civic data ", pattern: "\"civic\" AND \"data\""),
        Row(typed: "civ* data.", pattern: "\"civ\"* AND \"data\""),
        Row(typed: "year 2024", pattern: "\"year\" AND \"2024\""),
        Row(typed: "a", pattern: "\"a\""),
        Row(typed: "NEAR(a b, 2)", pattern: "\"NEAR\" AND \"a\" AND \"b\" AND \"2\""),
        Row(
            typed: "title:x OR NOT y",
            pattern: "\"title\" AND \"x\" AND \"OR\" AND \"NOT\" AND \"y\""),
        Row(typed: "say \"hi there\"", pattern: "\"say\" AND \"hi\" AND \"there\""),
        Row(typed: "caf\u{E9}", pattern: "\"caf\u{E9}\"*"),
        Row(typed: "nul\0byte", pattern: "\"nul\" AND \"byte\"*"),
        Row(typed: "e-mail_address", pattern: "\"e\" AND \"mail\" AND \"address\"*"),
    ]

    @Test(arguments: rows)
    func becomesQuotedWords(row: Row) {
        #expect(SearchQuery(row.typed).pattern == row.pattern)
    }

    @Test func anAccentTypedByItselfSplitsNoWord() {
        #expect(SearchQuery("cafe\u{301} x").words.map(\.text) == ["cafe\u{301}", "x"])
    }

    @Test func looksAtThirtyTwoWordsAtMost() {
        let words = SearchQuery((0..<50).map { "w\($0)" }.joined(separator: " ")).words
        #expect(words.map(\.text) == (0..<32).map { "w\($0)" })
    }

    @Test func looksAtTheFirstKibibyteOnly() {
        let query = SearchQuery(
            String(repeating: "ab ", count: 10) + String(repeating: "x", count: 5_000))
        #expect(query.words.count == 11)
        #expect(query.words.reduce(0) { $0 + $1.text.utf8.count } < 1_024)
    }
}

import Testing

@testable import LiveData

@Suite struct SortKeyTests {
    @Test func readsEscapesOfStrings() {
        let json = Array(#""q\"\\A\n\u00e9\ud83d\ude00/\/""#.utf8)
        #expect(JSONValueText.text(of: json[...]) == Array("q\"\\A\n\u{E9}\u{1F600}//".utf8))
        #expect(JSONValueText.text(of: Array("12".utf8)[...]) == Array("12".utf8))
    }

    @Test func sortsKindsThenValues() {
        let ordered =
            [
                "false", "true", "-2", "0.5", "1", "9007199254740992", "9007199254740993", "1e300",
                "\"\"", "\"B\"", "\"a\"", "\"\u{E9}\"", "[1]",
            ].map { SortKey(Array($0.utf8)[...]) } + [SortKey(nil)]
        for (left, first) in ordered.enumerated() {
            for (right, second) in ordered.enumerated() {
                #expect(first.compare(to: second).signum() == (left - right).signum())
            }
        }
    }
}

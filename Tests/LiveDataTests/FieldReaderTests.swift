import Testing

@testable import LiveData

@Suite struct FieldReaderTests {
    static let json =
        Array(
            #"{"a.b":1,"esc\"ape":"q\"\\A\n","f":true,"list":["x",2,{"y":"]"}],"n":-1.5,"#.utf8)
        + Array(#""s":"caf\u00e9 \ud83d\ude00","t":{"in":{"deep":"}{"}},"z":""}"#.utf8)

    struct Row: CustomTestStringConvertible {
        let field: String
        let text: String
        let matches: Bool
        var testDescription: String { "\(field)=\(text) → \(matches)" }
    }

    static let rows = [
        Row(field: "f", text: "true", matches: true),
        Row(field: "f", text: "false", matches: false),
        Row(field: "n", text: "-1.5", matches: true),
        Row(field: "list", text: "x", matches: true),
        Row(field: "list", text: "2", matches: true),
        Row(field: "list", text: "y", matches: false),
        Row(field: "s", text: "caf\u{E9} \u{1F600}", matches: true),
        Row(field: "t.in.deep", text: "}{", matches: true),
        Row(field: "t.in.none", text: "", matches: false),
        Row(field: "t.in", text: #"{"deep":"}{"}"#, matches: true),
        Row(field: "z", text: "", matches: true),
        Row(field: "missing", text: "", matches: false),
        Row(field: "esc\"ape", text: "q\"\\A\n", matches: true),
        Row(field: "", text: "", matches: false),
        Row(field: ".", text: "", matches: false),
        Row(field: "n.x", text: "", matches: false),
    ]

    @Test(arguments: rows)
    func comparesTheValuesText(row: Row) {
        let filter = FieldFilter(field: row.field, text: row.text)
        #expect(FieldReader.matches(filter, json: Self.json) == row.matches)
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

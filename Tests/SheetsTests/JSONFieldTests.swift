import Sheets
import Testing

@Suite struct JSONFieldTests {
    static let json =
        Array(
            #"{"a":{"b":12,"c":{"d":"x"}},"e":[1,"two",[3],{"k":"v"},"1,2"],"f":true,"g":1.0,"#.utf8
        )
        + Array(#""h\"i":"q\"\n}","l":"","m":"12","n":{},"o":[]}"#.utf8)

    @Test(arguments: [
        ("a.b", "12", true), ("a.b", "1", false), ("a.b", "\"12\"", false),
        ("a.c.d", "x", true), ("a.c", #"{"d":"x"}"#, true), ("a", "12", false),
        ("a.x", "12", false), ("a.b.c", "12", false), ("x", "", false),
        ("e", "1", true), ("e", "two", true), ("e", "3", false), ("e", "[3]", true),
        ("e", "v", false), ("e", "1,2", true), ("e", "2", false),
        ("f", "true", true), ("f", "false", false),
        ("g", "1.0", true), ("g", "1", false),
        ("h\"i", "q\"\n}", true), ("l", "", true), ("m", "12", true), ("m", "\"12\"", false),
        ("n", "{}", true), ("o", "", false), ("", "", false), (".", "", false),
    ])
    func comparesWithTheValuesText(_ field: String, _ text: String, _ matches: Bool) {
        #expect(JSONField.matches(json: Self.json, field: field, text: text) == matches)
    }

    @Test(arguments: [
        ("a.b", "12"), ("e", #"[1,"two",[3],{"k":"v"},"1,2"]"#), ("o", "[]"), ("l", "\"\""),
        ("a.c.d", "\"x\""), ("zz", nil),
    ])
    func givesTheValueAsItStands(_ field: String, _ value: String?) {
        #expect(
            JSONField.value(Self.json, field).map { String(decoding: $0, as: UTF8.self) } == value)
    }

    @Test func findsWhatRecordsHold() throws {
        let text = Array("'key é' = \"tab\\t\"\nday = 2024-05-27\nn = [{ x = 1 }]".utf8)
        let json = try record(text, at: "x", of: try sheet(path: "${{ nothing }}")).json
        #expect(JSONField.matches(json: json, field: "key é", text: "tab\t"))
        #expect(JSONField.matches(json: json, field: "day", text: "2024-05-27"))
        #expect(JSONField.matches(json: json, field: "n", text: #"{"x":1}"#))
    }

    @Test func survivesJSONThatIsCutAnywhere() {
        for end in 0...Self.json.count {
            let cut = Array(Self.json[..<end])
            let value = JSONField.value(cut, "o")
            #expect(value == nil || end > Self.json.count - 3)
        }
    }

    @Test func doesNotRecurse() {
        let deep = "{\"a\":" + String(repeating: "[", count: 1_000_000) + "]"
        #expect(JSONField.value(Array(deep.utf8), "a") != nil)
    }
}

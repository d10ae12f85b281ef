import JSONModel
import Testing

@Suite("JSON from outside") struct JSONParseTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let text: String
        let value: JSON
        var testDescription: String { text }
    }

    static let good: [Row] = [
        Row(text: "null", value: nil), Row(text: " true ", value: true),
        Row(text: "false", value: false), Row(text: "0", value: 0), Row(text: "-0", value: 0),
        Row(text: "9223372036854775807", value: .integer(.max)),
        Row(text: "-9223372036854775808", value: .integer(.min)),
        Row(text: "9223372036854775808", value: .wideInteger("9223372036854775808")),
        Row(text: "-9223372036854775809", value: .wideInteger("-9223372036854775809")),
        Row(text: "9223372036854775808.0", value: .number(9_223_372_036_854_775_808)),
        Row(text: "1.0", value: .number(1)), Row(text: "1e2", value: .number(100)),
        Row(text: "-2.5E-1", value: .number(-0.25)), Row(text: "\"\"", value: ""),
        Row(text: #""a\"\\\/\b\f\n\r\t""#, value: "a\"\\/\u{8}\u{c}\n\r\t"),
        Row(text: #""\u00e9\u20AC\ud83d\ude00""#, value: "é€😀"),
        Row(text: "\"😀\"", value: "😀"), Row(text: "[]", value: .array([])),
        Row(text: "\t[1 , [ ] ,\"x\"]\r\n", value: .array([1, .array([]), "x"])),
        Row(text: "{}", value: .object([JSON.Member]())),
        Row(
            text: #"{ "b" : 1, "a":{"c":null}}"#,
            value: .object(["b": 1, "a": .object(["c": nil])])),
    ]

    @Test(arguments: good)
    func reads(row: Row) throws {
        #expect(try JSON.parse(Array(row.text.utf8)) == row.value)
    }

    @Test(arguments: good)
    func readsBackWhatItWrites(row: Row) throws {
        #expect(try JSON.parse(row.value.bytes) == row.value)
    }

    static let bad: [String] = [
        "", " ", "nul", "nulll", "True", "+1", "01", "-", "1.", ".5", "1e", "1e+", "0x1", "1e400",
        "NaN", "Infinity", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{", "}", "{\"a\"}",
        "{\"a\":}", "{\"a\":1,}", "{a:1}", "{1:1}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "\"",
        "\"a", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"\\ud800\"", "\"\\udc00\"",
        "\"\\ud800\\u0041\"", "\"\\ud800x\"", "\"a\nb\"", "\"\u{1}\"", "'a'", "1 2", "[] []",
        "// x\n1", "\u{feff}1", "{\"a\":1}}", "[1}",
    ]

    @Test(arguments: bad)
    func refuses(text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSON.parse(Array(text.utf8)) }
    }

    @Test(arguments: [
        [0xFF], [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x00],
        [0x22, 0xED, 0xA0, 0x80, 0x22],
    ])
    func refusesBytesThatAreNotUTF8(bytes: [UInt8]) {
        #expect(throws: JSONSyntaxError.self) { try JSON.parse(bytes) }
    }

    @Test func saysThatAByteOrderMarkIsInTheWay() {
        #expect {
            try JSON.parse([0xEF, 0xBB, 0xBF] + Array("{}".utf8))
        } throws: { error in
            (error as? JSONSyntaxError)?.message.contains("byte order mark") == true
        }
    }

    @Test(arguments: ["[", "{\"a\":", "[{\"a\":"])
    func boundsNesting(opening: String) {
        let bytes = Array(String(repeating: opening, count: 100_000).utf8)
        #expect(throws: JSONSyntaxError.self) { try JSON.parse(bytes) }
    }

    @Test func readsOrdinaryNesting() throws {
        let text = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        _ = try JSON.parse(Array(text.utf8))
        // One level closed is one level free again.
        let wide = "[" + Array(repeating: "[[]]", count: 1_000).joined(separator: ",") + "]"
        guard case .array(let items) = try JSON.parse(Array(wide.utf8)) else {
            Issue.record("not an array")
            return
        }
        #expect(items.count == 1_000)
    }

    @Test func keepsTheOrderOfKeysAndAnswersTheFirstOfTwo() throws {
        let json = try JSON.parse(Array(#"{"z":1,"a":2,"z":3}"#.utf8))
        guard case .object(let members) = json else {
            Issue.record("not an object")
            return
        }
        #expect(members.map(\.key) == ["z", "a", "z"])
        #expect(json["z"] == 1)
        #expect(json["nope"] == nil)
    }

    /// A truncated document is never taken for a whole one, wherever it is cut.
    @Test func everyPrefixIsRefused() throws {
        let text = Array(#"{"a":[1,-2.5e3,"x\u00e9",true,null],"b":{"c":""}}"#.utf8)
        _ = try JSON.parse(text)
        for length in 0..<text.count {
            #expect(throws: JSONSyntaxError.self) { try JSON.parse(Array(text[..<length])) }
        }
    }

    /// Whatever one byte is changed to, the answer is a value or a refusal.
    @Test func noSingleByteCrashesTheReader() throws {
        let text = Array(#"{"a":[1,-2.5e3,"x\u00e9"],"b":null}"#.utf8)
        for position in text.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = text
                changed[position] = byte
                if let value = try? JSON.parse(changed) {
                    #expect(try JSON.parse(value.bytes) == value)
                }
            }
        }
    }
}

import JSONModel
import Testing

@testable import Sheets

@Suite("Records given as JSON") struct RecordFieldsTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let stored: String
        let json: String
        let fields: String
        var testDescription: String { "\(stored) ← \(json)" }
    }

    static let kept: [Row] = [
        // What is new has the type it is written as.
        Row(stored: "", json: #"{"a":1}"#, fields: "a = 1"),
        Row(stored: "", json: #"{"a":1.0}"#, fields: "a = 1.0"),
        Row(stored: "", json: #"{"a":1e3}"#, fields: "a = 1000.0"),
        Row(stored: "", json: #"{"a":-0.0}"#, fields: "a = -0.0"),
        Row(stored: "", json: #"{"a":true}"#, fields: "a = true"),
        Row(stored: "", json: #"{"a":"2026-01-02"}"#, fields: "a = '2026-01-02'"),
        Row(stored: "", json: #"{"a":"inf"}"#, fields: "a = 'inf'"),
        Row(
            stored: "", json: #"{"a":9223372036854775807}"#, fields: "a = 9223372036854775807"),
        Row(stored: "", json: #"{"a":[],"b":{}}"#, fields: "a = []\nb = {}"),
        // Numbers.
        Row(stored: "a = 2.5", json: #"{"a":3}"#, fields: "a = 3.0"),
        Row(stored: "a = 2.5", json: #"{"a":100000000000000000000}"#, fields: "a = 1e20"),
        Row(stored: "a = 2.5", json: #"{"a":"inf"}"#, fields: "a = inf"),
        Row(stored: "a = 2.5", json: #"{"a":"-inf"}"#, fields: "a = -inf"),
        Row(stored: "a = 2.5", json: #"{"a":"nan"}"#, fields: "a = nan"),
        Row(stored: "a = inf", json: #"{"a":7}"#, fields: "a = 7.0"),
        Row(stored: "a = 2.5", json: #"{"a":"+inf"}"#, fields: "a = '+inf'"),
        Row(stored: "a = 2", json: #"{"a":3.0}"#, fields: "a = 3"),
        Row(stored: "a = 2", json: #"{"a":3.5}"#, fields: "a = 3.5"),
        Row(stored: "a = 2", json: #"{"a":1e300}"#, fields: "a = 1e300"),
        Row(stored: "a = 2", json: #"{"a":9007199254740994.0}"#, fields: "a = 9007199254740994.0"),
        Row(stored: "a = 2", json: #"{"a":"nan"}"#, fields: "a = 'nan'"),
        Row(stored: "a = '2'", json: #"{"a":2}"#, fields: "a = 2"),
        Row(stored: "a = true", json: #"{"a":"true"}"#, fields: "a = 'true'"),
        // Dates and times.
        Row(
            stored: "a = 2026-01-02T03:04:05Z", json: #"{"a":"2026-02-03T04:05:06.5+02:00"}"#,
            fields: "a = 2026-02-03T04:05:06.5+02:00"),
        Row(
            stored: "a = 2026-01-02T03:04:05", json: #"{"a":"2026-02-03T04:05:06"}"#,
            fields: "a = 2026-02-03T04:05:06"),
        Row(stored: "a = 2026-01-02", json: #"{"a":"2027-02-03"}"#, fields: "a = 2027-02-03"),
        Row(stored: "a = 03:04:05", json: #"{"a":"04:05:06"}"#, fields: "a = 04:05:06"),
        Row(stored: "a = 2026-01-02", json: #"{"a":"soon"}"#, fields: "a = 'soon'"),
        Row(stored: "a = 2026-01-02", json: #"{"a":"2026-02-30"}"#, fields: "a = '2026-02-30'"),
        Row(
            stored: "a = 2026-01-02", json: #"{"a":"2026-02-03T04:05:06Z"}"#,
            fields: "a = '2026-02-03T04:05:06Z'"),
        Row(
            stored: "a = 2026-01-02T03:04:05Z", json: #"{"a":"2026-02-03T04:05:06"}"#,
            fields: "a = '2026-02-03T04:05:06'"),
        // A null removes a key, at any depth.
        Row(stored: "a = 1\nb = 2", json: #"{"a":null,"b":2}"#, fields: "b = 2"),
        Row(stored: "", json: #"{"t":{"a":null,"b":[{"c":null}]}}"#, fields: "t = {b = [{}]}"),
        // What is not sent is gone.
        Row(stored: "a = 1\nb = 2", json: #"{"b":2}"#, fields: "b = 2"),
        // Tables.
        Row(
            stored: "[t]\na = 1.5\n[t.u]\nb = 2026-01-02",
            json: #"{"t":{"a":2,"u":{"b":"2026-02-03"}}}"#,
            fields: "t = {a = 2.0, u = {b = 2026-02-03}}"),
        Row(stored: "t = 1.5", json: #"{"t":{"a":2}}"#, fields: "t = {a = 2}"),
        // Arrays: by place, and behind the stored ones as all of them are.
        Row(stored: "a = [1.5, 2]", json: #"{"a":[3,4]}"#, fields: "a = [3.0, 4]"),
        Row(stored: "a = [1.5, 2]", json: #"{"a":[3,4,5]}"#, fields: "a = [3.0, 4, 5]"),
        Row(stored: "a = [1.5]", json: #"{"a":[3,4,5]}"#, fields: "a = [3.0, 4.0, 5.0]"),
        Row(
            stored: "a = [2026-01-02]", json: #"{"a":["2026-02-03","2026-03-04","x"]}"#,
            fields: "a = [2026-02-03, 2026-03-04, 'x']"),
        Row(
            stored: "a = [[1.5], [2.5]]", json: #"{"a":[[1,2],[3],[4,5]]}"#,
            fields: "a = [[1.0, 2.0], [3.0], [4.0, 5.0]]"),
        Row(
            stored: "[[r]]\nd = 2026-01-02\nn = 1.5\n[[r]]\nd = 2026-01-03",
            json: #"{"r":[{"d":"2026-05-01","n":1},{"d":"2026-05-02","n":2},{"d":"2026-05-03"}]}"#,
            fields: """
                r = [{d = 2026-05-01, n = 1.0}, {d = 2026-05-02, n = 2.0}, {d = 2026-05-03}]
                """),
        Row(
            stored: "[[r]]\nd = 2026-01-02\n[[r]]\nd = 'x'",
            json: #"{"r":[{"d":"2026-05-01"},{"d":"2026-05-02"},{"d":"2026-05-03"}]}"#,
            fields: "r = [{d = 2026-05-01}, {d = '2026-05-02'}, {d = '2026-05-03'}]"),
        Row(
            stored: "a = [[1.5], []]", json: #"{"a":[[1],[2],[3]]}"#,
            fields: "a = [[1.0], [2.0], [3.0]]"),
        Row(
            stored: "a = [[1.5], ['x']]", json: #"{"a":[[1],[2],[3]]}"#,
            fields: "a = [[1.0], [2], [3]]"),
        Row(stored: "a = 1.5", json: #"{"a":[1]}"#, fields: "a = [1]"),
        // Keys differ by their bytes.
        Row(
            stored: "\"\u{e9}\" = 1.5", json: "{\"\u{e9}\":1,\"e\u{301}\":1}",
            fields: "\"\u{e9}\" = 1.0\n\"e\u{301}\" = 1"),
    ]

    @Test(arguments: kept)
    func keepsStoredTypes(row: Row) throws {
        let sheet = try sheet(path: "${{ slug }}")
        let body = try json(row.json)
        let stored = try toml(row.stored)
        let wanted = try Fields.fields(toml(row.fields))
        #expect(
            Fields { () throws(RecordRefusal) in
                try sheet.fields(putting: body, over: stored, at: nil)
            } == wanted)
    }

    struct Refusal: CustomTestStringConvertible, Sendable {
        let json: String
        let pointers: [String]
        var testDescription: String { json }
    }

    static let refused: [Refusal] = [
        Refusal(json: "[]", pointers: [""]), Refusal(json: "null", pointers: [""]),
        Refusal(json: "3", pointers: [""]), Refusal(json: "\"a\"", pointers: [""]),
        Refusal(json: #"{"a":9223372036854775808}"#, pointers: ["/a"]),
        Refusal(json: #"{"a":-9223372036854775809}"#, pointers: ["/a"]),
        Refusal(json: #"{"a":[1,null]}"#, pointers: ["/a/1"]),
        Refusal(json: #"{"a":[[null],{"b":[null]}]}"#, pointers: ["/a/0/0", "/a/1/b/0"]),
        Refusal(json: #"{"a":1,"b":2,"a":1}"#, pointers: ["/a"]),
        Refusal(json: #"{"t":{"x/y":1,"x/y":2}}"#, pointers: ["/t/x~1y"]),
        Refusal(json: #"{"~":[null],"a/b":{"":[null]}}"#, pointers: ["/a~1b//0", "/~0/0"]),
    ]

    @Test(arguments: refused)
    func refuses(row: Refusal) throws {
        let sheet = try sheet(path: "${{ slug }}")
        let body = try json(row.json)
        let put = Fields { () throws(RecordRefusal) in
            try sheet.fields(putting: body, over: nil, at: nil)
        }
        #expect(put.pointers == row.pointers)
        let patched = Fields { () throws(RecordRefusal) in
            try sheet.fields(patching: body, of: TOMLTable(), at: "x")
        }
        #expect(patched.pointers == row.pointers)
    }

    @Test func boundsNesting() throws {
        let sheet = try sheet(path: "${{ slug }}")
        for (open, close) in [("[", "]"), (#"{"b":"#, "}")] {
            func nested(_ depth: Int) throws -> JSON {
                let inner = String(repeating: open, count: depth)
                return try json(#"{"a":\#(inner)1\#(String(repeating: close, count: depth))}"#)
            }
            let deepest = try sheet.fields(
                putting: nested(Limits.nesting), over: nil, at: nil)
            #expect(try sheet.fields(of: sheet.bytes(of: deepest)) == deepest)
            let deeper = try nested(Limits.nesting + 1)
            let refused = Fields { () throws(RecordRefusal) in
                try sheet.fields(putting: deeper, over: nil, at: nil)
            }
            #expect(refused.pointers.count == 1)
        }
    }

    @Test func boundsTheNumberOfValues() throws {
        let sheet = try sheet(path: "${{ slug }}")
        let items = Array(repeating: JSON.integer(1), count: Limits.values)
        let refused = Fields { () throws(RecordRefusal) in
            try sheet.fields(putting: .object(["a": .array(items)]), over: nil, at: nil)
        }
        #expect(refused.pointers == [""])
    }

    @Test func tellsNoMoreProblemsThanTheLimit() throws {
        let sheet = try sheet(path: "${{ slug }}")
        let refused = Fields { () throws(RecordRefusal) in
            try sheet.fields(
                putting: .object(["a": .array(Array(repeating: .null, count: 1_000))]), over: nil,
                at: nil)
        }
        #expect(refused.pointers.count == Limits.schemaProblems)
    }

    struct Patch: CustomTestStringConvertible, Sendable {
        let stored: String
        let json: String
        let fields: String
        var testDescription: String { "\(stored) ⊕ \(json)" }
    }

    static let patches: [Patch] = [
        Patch(stored: "a = 1\nb = 2", json: #"{"b":3}"#, fields: "a = 1\nb = 3"),
        Patch(stored: "a = 1\nb = 2", json: #"{"b":null}"#, fields: "a = 1"),
        Patch(stored: "a = 1", json: #"{"z":null}"#, fields: "a = 1"),
        Patch(stored: "b = 1", json: #"{"a":0,"c":2}"#, fields: "a = 0\nb = 1\nc = 2"),
        Patch(
            stored: "t = {a = 1.5, b = 2026-01-02}", json: #"{"t":{"a":2,"c":"x"}}"#,
            fields: "t = {a = 2.0, b = 2026-01-02, c = 'x'}"),
        Patch(
            stored: "t = {a = 1.5, b = 1}", json: #"{"t":{"a":null}}"#, fields: "t = {b = 1}"),
        Patch(stored: "t = 'x'", json: #"{"t":{"a":null,"b":1}}"#, fields: "t = {b = 1}"),
        Patch(stored: "t = {a = 1}", json: #"{"t":[1]}"#, fields: "t = [1]"),
        Patch(stored: "a = [1.5, 2.5]", json: #"{"a":[3]}"#, fields: "a = [3.0]"),
        Patch(stored: "a = 1.5\nd = 2026-01-02", json: "{}", fields: "a = 1.5\nd = 2026-01-02"),
    ]

    @Test(arguments: patches)
    func mergesPatches(row: Patch) throws {
        let sheet = try sheet(path: "${{ slug }}")
        let body = try json(row.json)
        var stored = try toml(row.stored)
        stored["slug"] = .string("x")
        var wanted = try toml(row.fields)
        wanted["slug"] = .string("x")
        #expect(try sheet.fields(patching: body, of: stored, at: "x") == wanted)
    }
}

import JSONModel
import Testing

@testable import Sheets

@Suite("Fields taken from a record's path") struct PathCompletionTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let template: String
        let path: String
        var schema = ""
        var stored: String?
        var body = "{}"
        let fields: String
        var testDescription: String {
            "\(template) at \(path): \(body) over \(stored ?? "nothing")"
        }
    }

    static let completed: [Row] = [
        Row(template: "${{ slug }}", path: "ann", fields: "slug = 'ann'"),
        Row(template: "${{ n }}", path: "12", fields: "n = '12'"),
        Row(template: "${{ n }}", path: "12", body: #"{"n":12}"#, fields: "n = 12"),
        Row(template: "${{ n }}", path: "12", stored: "n = 12", fields: "n = 12"),
        Row(template: "${{ n }}", path: "12", stored: "n = 12.0", fields: "n = 12.0"),
        Row(template: "${{ b }}", path: "true", stored: "b = true", fields: "b = true"),
        Row(template: "${{ n }}", path: "12", schema: "n.type = 'integer'", fields: "n = 12"),
        Row(template: "${{ n }}", path: "12", schema: "n.type = 'number'", fields: "n = 12.0"),
        Row(template: "${{ n }}", path: "012", schema: "n.type = 'integer'", fields: "n = '012'"),
        Row(template: "${{ n }}", path: "abc", schema: "n.type = 'integer'", fields: "n = 'abc'"),
        Row(
            template: "${{ n }}", path: "12", schema: "n.type = ['string', 'integer']",
            fields: "n = '12'"),
        Row(
            template: "${{ n }}", path: "12", schema: "n.type = ['null', 'integer', 'string']",
            fields: "n = 12"),
        Row(template: "${{ n }}", path: "true", schema: "n.type = 'boolean'", fields: "n = true"),
        Row(
            template: "${{ n }}", path: "12", schema: "n.type = 'integer'", stored: "n = '12'",
            fields: "n = '12'"),
        Row(
            template: "${{ a.b }}", path: "7", schema: "a.properties.b.type = 'integer'",
            fields: "a = {b = 7}"),
        Row(
            template: "${{ a.b }}/${{ a.c }}", path: "x/y", body: #"{"a":{"d":1}}"#,
            fields: "a = {b = 'x', c = 'y', d = 1}"),
        Row(
            template: "${{ p }}/item-${{ n }}", path: "x/item-3", schema: "n.type = 'integer'",
            fields: "p = 'x'\nn = 3"),
        Row(
            template: "${{ a }}-${{ b }}", path: "x-y", fields: "a = 'x'\nb = 'y'"),
        Row(
            template: "${{ a }}-${{ b }}", path: "x-y-z", body: #"{"a":"x"}"#,
            fields: "a = 'x'\nb = 'y-z'"),
        Row(
            template: "${{ a }}-${{ b }}", path: "x-y-z", body: #"{"b":"z"}"#,
            fields: "a = 'x-y'\nb = 'z'"),
        Row(template: "f/${{ p/** }}", path: "f/a/b/c", fields: "p = 'a/b/c'"),
        Row(
            template: "${{ d: YYYY/MM }}/${{ s }}", path: "2026/03/x",
            body: #"{"d":"2026-03-09"}"#, fields: "d = '2026-03-09'\ns = 'x'"),
        Row(
            template: "${{ d: YYYY/MM }}/${{ s }}", path: "2026/03/x", stored: "d = 2026-03-01",
            body: #"{"d":"2026-03-09"}"#, fields: "d = 2026-03-09\ns = 'x'"),
    ]

    @Test(arguments: completed)
    func completes(row: Row) throws {
        let sheet = try Self.declaration(of: row)
        let body = try json(row.body)
        let stored = try row.stored.map(toml)
        let fields = try sheet.fields(putting: body, over: stored, at: row.path)
        #expect(try fields == toml(row.fields))
        #expect(try sheet.path(of: fields) == row.path)
    }

    struct Refusal: CustomTestStringConvertible, Sendable {
        let template: String
        let path: String
        let body: String
        let pointer: String
        var testDescription: String { "\(template) at \(path): \(body)" }
    }

    static let refused: [Refusal] = [
        Refusal(template: "${{ a }}", path: "x", body: #"{"a":"y"}"#, pointer: "/a"),
        Refusal(template: "${{ a }}", path: "12", body: #"{"a":13}"#, pointer: "/a"),
        Refusal(template: "${{ a }}", path: "x", body: #"{"a":["x"]}"#, pointer: "/a"),
        Refusal(template: "${{ a }}", path: "x/y", body: "{}", pointer: ""),
        Refusal(template: "${{ a }}/${{ b }}", path: "x", body: "{}", pointer: ""),
        Refusal(template: "f/${{ a }}", path: "g/x", body: "{}", pointer: ""),
        Refusal(
            template: "${{ a }}/${{ b }}", path: "x/y", body: #"{"b":"z"}"#, pointer: "/b"),
        Refusal(template: "${{ a }}-${{ b }}", path: "x-y-z", body: "{}", pointer: "/a"),
        Refusal(
            template: "${{ a }}-${{ b }}", path: "x-y", body: #"{"b":"z"}"#, pointer: "/b"),
        Refusal(
            template: "${{ d: YYYY/MM }}/${{ s }}", path: "2026/03/x", body: "{}", pointer: "/d"),
        Refusal(
            template: "${{ d: YYYY/MM }}/${{ s }}", path: "2026/03/x",
            body: #"{"d":"2026-04-09"}"#, pointer: "/d"),
        Refusal(
            template: "${{ d: YYYY/MM }}/${{ s }}", path: "2026/03/x", body: #"{"d":"soon"}"#,
            pointer: "/d"),
        Refusal(template: "${{ a.b }}", path: "x", body: #"{"a":1}"#, pointer: "/a/b"),
        Refusal(template: "${{ a.b }}", path: "x", body: #"{"a":{"b":"y"}}"#, pointer: "/a/b"),
        Refusal(template: "${{ a }}", path: "a:b", body: "{}", pointer: "/a"),
    ]

    @Test(arguments: refused)
    func refuses(row: Refusal) throws {
        let sheet = try sheet(path: row.template)
        let body = try json(row.body)
        let found = Fields { () throws(RecordRefusal) in
            try sheet.fields(putting: body, over: nil, at: row.path)
        }
        #expect(found.pointers == [row.pointer], "\(found)")
    }

    @Test func aPatchDoesNotMoveARecord() throws {
        let sheet = try sheet(path: "${{ slug }}")
        let stored = try toml("slug = 'ann'\nage = 3")
        let moved = Fields { () throws(RecordRefusal) in
            try sheet.fields(patching: .object(["slug": "bob"]), of: stored, at: "ann")
        }
        #expect(moved.pointers == ["/slug"])
        // The path says what the field was.
        #expect(
            try sheet.fields(patching: .object(["slug": .null]), of: stored, at: "ann") == stored)
    }

    @Test func aPatchCompletesWhatTheStoredRecordLacks() throws {
        let sheet = try sheet(path: "${{ slug }}")
        let fields = try sheet.fields(
            patching: .object(["age": 4]), of: toml("age = 3"), at: "ann")
        #expect(try fields == toml("age = 4\nslug = 'ann'"))
    }

    @Test func aNewRecordNeedsTheFieldsOfItsPath() throws {
        let sheet = try sheet(path: "${{ p }}/${{ n }}")
        func pointers(_ text: String) throws -> [String] {
            let fields = try toml(text)
            do throws(RecordRefusal) {
                _ = try sheet.path(of: fields)
                return []
            } catch {
                return error.problems.map(\.pointer)
            }
        }
        #expect(try sheet.path(of: toml("p = 'x'\nn = 7")) == "x/7")
        #expect(try pointers("p = 'x'") == ["/n"])
        #expect(try pointers("p = 'x'\nn = []") == ["/n"])
        #expect(try pointers("p = 'x'\nn = 'a/b'") == ["/n"])
        #expect(try pointers("p = '..'\nn = 1") == ["/p"])
        #expect(try pointers("p = ''\nn = 1") == ["/p"])
    }

    @Test func namesTheFileOfARecord() throws {
        #expect(try sheet(path: "${{ a }}").filePath(ofRecord: "x/y") == "x/y.toml")
        #expect(
            try sheet(path: "${{ a }}", root: "people").filePath(ofRecord: "x") == "people/x.toml")
    }

    private static func declaration(of row: Row) throws -> SheetDeclaration {
        let schema = row.schema.isEmpty ? "" : "[gitsheet.schema.properties]\n\(row.schema)"
        return try sheet(path: row.template, schema)
    }
}

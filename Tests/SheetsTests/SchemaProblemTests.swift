import Testing

@testable import Sheets

@Suite("Problems a schema finds") struct SchemaProblemTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let schema: String
        let record: String
        let problems: [FieldProblem]
        var testDescription: String { "\(schema): \(record)" }

        init(_ schema: String, _ record: String, _ problems: (String, String)...) {
            self.schema = schema
            self.record = record
            self.problems = problems.map { FieldProblem(pointer: $0.0, reason: $0.1) }
        }
    }

    static let rows: [Row] = [
        Row(#"{"type":"object"}"#, ""),
        Row(
            #"{"properties":{"a":{"type":"string"}}}"#, "a = 1",
            ("/a", "is an integer, must be of type string")),
        Row(
            #"{"properties":{"a":{"type":["integer","boolean"]}}}"#, "a = 1.5",
            ("/a", "is a number, must be of type integer or boolean")),
        Row(#"{"properties":{"a":{"type":"integer"}}}"#, "a = 2.0"),
        Row(#"{"properties":{"a":{"type":"string","format":"date"}}}"#, "a = 2026-01-02"),
        Row(
            #"{"properties":{"a":{"format":"email"}}}"#, "a = 'ann'",
            ("/a", "must be a text of the format email")),
        Row(
            #"{"properties":{"a":{"type":"number"}}}"#, "a = inf",
            ("/a", "is a string, must be of type number")),
        Row(
            #"{"required":["a","b"]}"#, "b = 1", ("/a", "is missing")),
        Row(
            #"{"properties":{"t":{"required":["x/y"]}}}"#, "t = {}", ("/t/x~1y", "is missing")),
        Row(
            #"{"properties":{"a":true},"additionalProperties":false}"#, "b = 1\na = 1\n'~' = 1",
            ("/b", "is no field that is allowed here"), ("/~0", "is no field that is allowed here")),
        Row(
            #"{"properties":{"l":{"items":{"properties":{"n":{"maximum":3}}}}}}"#,
            "l = [{n = 3}, {n = 4}]", ("/l/1/n", "must be at most 3")),
        Row(
            #"{"properties":{"a":{"enum":["x",1,true]}}}"#, "a = 'y'",
            ("/a", #"must be one of "x", 1, true"#)),
        Row(#"{"properties":{"a":{"const":"x"}}}"#, "a = 'y'", ("/a", #"must be "x""#)),
        Row(
            #"{"properties":{"a":{"pattern":"^x"}}}"#, "a = 'y'",
            ("/a", #"does not match the pattern "^x""#)),
        Row(
            #"{"properties":{"a":{"minLength":2,"maxLength":3}}}"#, "a = '😀'",
            ("/a", "has 1 character, at least 2 must be there")),
        Row(
            #"{"properties":{"a":{"maxItems":1,"uniqueItems":true}}}"#, "a = [1, 1.0]",
            ("/a", "has 2 elements, at most 1 are allowed"),
            ("/a/1", "is the same as element 0, all must differ (counted from 0)")),
        Row(
            #"{"properties":{"a":{"multipleOf":0.01}}}"#, "a = 0.07"),
        Row(
            #"{"properties":{"a":{"multipleOf":0.01}}}"#, "a = 0.075",
            ("/a", "must be a multiple of 0.01")),
        Row(
            #"{"properties":{"a":{"exclusiveMinimum":9223372036854775806}}}"#,
            "a = 9223372036854775806", ("/a", "must be greater than 9223372036854775806")),
        Row(
            #"{"properties":{"a":{"anyOf":[{"type":"string"},{"type":"boolean"}]}}}"#, "a = 1",
            ("/a", "fits none of the forms that are allowed here (anyOf)")),
        Row(
            #"{"oneOf":[{"required":["a"]},{"required":["b"]}]}"#, "a = 1\nb = 1",
            ("", "fits more than one of the forms that exclude each other (oneOf)")),
        Row(
            #"{"allOf":[{"required":["a"]},{"required":["a"]}]}"#, "", ("/a", "is missing")),
        Row(
            #"{"if":{"required":["a"]},"then":{"required":["b"]}}"#, "a = 1",
            ("/b", "is missing")),
        Row(
            #"{"dependencies":{"a":["b"]}}"#, "a = 1",
            ("/b", "is missing; it must be there because `a` is")),
        Row(
            #"{"propertyNames":{"pattern":"^x"}}"#, "y = 1",
            ("/y", "no field may have such a name here (propertyNames)")),
        Row("false", "a = 1", ("", "nothing is allowed here")),
        Row(
            ##"{"properties":{"a":{"$ref":"#/definitions/n"}},"definitions":{"n":{"minimum":1}}}"##,
            "a = 0", ("/a", "must be at least 1")),
    ]

    @Test(arguments: rows)
    func nameThePlaceAndWhatIsWanted(row: Row) throws {
        let schema = try RecordSchema(json: row.schema)
        #expect(try schema.problems(of: toml(row.record)) == row.problems)
    }

    @Test func theSchemaOfADeclarationIsRead() throws {
        let sheet = try sheet(
            path: "${{ slug }}",
            """
            [gitsheet.schema]
            required = ['name']
            [gitsheet.schema.properties.age]
            type = 'integer'
            minimum = 0
            """)
        let schema = try RecordSchema(json: #require(sheet.schema))
        #expect(
            try schema.problems(of: toml("age = -1")).map(\.pointer).sorted() == ["/age", "/name"])
        #expect(try schema.problems(of: toml("age = 1\nname = 'x'")).isEmpty)
    }
}

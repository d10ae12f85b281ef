import Testing

@testable import Sheets

@Suite("Stored records that violate the schema") struct SchemaViolationTests {
    private static func violations(
        _ text: String, of sheet: SheetDeclaration, at path: String = "x"
    ) throws -> [SheetProblem] {
        let schema = try RecordSchema(json: #require(sheet.schema))
        let bytes = Array(text.utf8)
        let json = try record(bytes, at: path, of: sheet).json
        return bytes.withUnsafeBytes {
            sheet.violations(of: schema, recordPath: path, json: json, bytes: $0)
        }
    }

    @Test func nameFileLineAndField() throws {
        let sheet = try sheet(
            path: "${{ slug }}", root: "people",
            """
            [gitsheet.schema]
            required = ['name']
            [gitsheet.schema.properties.'a/b'.properties.c]
            type = 'string'
            [gitsheet.schema.properties.list.items]
            maximum = 3
            """)
        let found = try Self.violations(
            "slug = 'x'\nlist = [\n  1,\n  4]\n\n['a/b']\nc = 1\n", of: sheet)
        #expect(
            Set(found) == [
                SheetProblem(
                    path: "people/x.toml", line: nil,
                    reason: "/name is missing (the sheet's schema)"),
                SheetProblem(
                    path: "people/x.toml", line: 2,
                    reason: "/list/1 must be at most 3 (the sheet's schema)"),
                SheetProblem(
                    path: "people/x.toml", line: 7,
                    reason: "/a~1b/c is an integer, must be of type string (the sheet's schema)"),
            ])
        #expect(found.count == 3)
        #expect(try Self.violations("slug = 'x'\nname = 'X'\n", of: sheet).isEmpty)
    }

    @Test func countLinesFromTheTopOfAMarkdownFile() throws {
        let sheet = try sheet(
            path: "${{ slug }}",
            """
            [gitsheet.format]
            type = 'markdown'
            body = 'text'
            [gitsheet.schema.properties.n]
            type = 'string'
            """)
        let found = try Self.violations("+++\nslug = 'x'\nn = 1\n+++\n\ntext\n", of: sheet)
        #expect(found.map(\.line) == [3])
        #expect(found.map(\.path) == ["x.md"])
    }
}

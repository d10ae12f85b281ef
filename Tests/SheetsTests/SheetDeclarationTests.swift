import Sheets
import Testing

@Suite struct SheetDeclarationTests {
    @Test func readsAFullDeclaration() throws {
        let text = """
            [gitsheet]
            root = 'posts/'
            path = '${{ date: YYYY/MM }}/${{ slug }}'
            unknown = { to = 'us' }

            [gitsheet.format]
            type = 'mdx'
            body = 'text'
            title = 'title'
            normalize = false

            [gitsheet.fields]
            note = 'no table'
            [gitsheet.fields.tags]
            sort = true
            [gitsheet.fields.links]
            sort = ['b', 'a']
            [gitsheet.fields.people]
            sort = { since = 'DESC', name = 'ASC' }
            [gitsheet.fields.plain]
            label = 'x'

            [gitsheet.schema]
            type = 'object'
            [gitsheet.schema.properties.slug]
            type = 'string'
            minLength = 1
            """
        let sheet = try parse(text)
        #expect(sheet.name == "posts")
        #expect(sheet.root == "posts")
        #expect(sheet.template.source == "${{ date: YYYY/MM }}/${{ slug }}")
        #expect(
            sheet.format
                == RecordFormat(
                    kind: .mdx, bodyField: "text", titleField: "title", normalizesBody: false))
        #expect(
            sheet.sorts == [
                FieldSort(
                    field: "links",
                    rule: .keys([
                        .init(field: "b", isDescending: false),
                        .init(field: "a", isDescending: false),
                    ])),
                FieldSort(
                    field: "people",
                    rule: .keys([
                        .init(field: "name", isDescending: false),
                        .init(field: "since", isDescending: true),
                    ])),
                FieldSort(field: "tags", rule: .values(true)),
            ])
        #expect(
            sheet.schema
                == #"{"properties":{"slug":{"minLength":1,"type":"string"}},"type":"object"}"#)
        #expect(sheet.readOnlyReasons == [])
    }

    @Test func hasDefaults() throws {
        let sheet = try parse("[gitsheet]\npath = '${{ slug }}'")
        #expect(sheet.root == "")
        #expect(sheet.format.kind == .toml)
        #expect(sheet.schema == nil)
        #expect(sheet.sorts.isEmpty)
    }

    struct Root: CustomTestStringConvertible {
        let declared: String
        let root: String?
        var testDescription: String { declared }
    }

    @Test(arguments: [
        Root(declared: ".", root: ""), Root(declared: "", root: ""),
        Root(declared: "./a/./b//", root: "a/b"), Root(declared: ".github", root: ".github"),
        Root(declared: "/a", root: nil), Root(declared: "a/../b", root: nil),
        Root(declared: "..", root: nil), Root(declared: "a/.git/b", root: nil),
        Root(declared: ".GIT", root: nil),
    ])
    func normalisesOrRefusesTheRoot(_ row: Root) throws {
        let text = "[gitsheet]\npath = 'x'\nroot = '\(row.declared)'"
        guard let root = row.root else {
            let problem = #expect(throws: SheetProblem.self) { try parse(text) }
            #expect(problem?.line == 3)
            return
        }
        #expect(try parse(text).root == root)
    }

    struct Broken: CustomTestStringConvertible {
        let text: String
        let line: Int?
        let reason: String

        init(_ text: String, _ line: Int?, _ reason: String) {
            self.text = text
            self.line = line
            self.reason = reason
        }

        var testDescription: String { text }
    }

    @Test(arguments: [
        Broken("a = 1", nil, "[gitsheet]"),
        Broken("gitsheet = 1", nil, "[gitsheet]"),
        Broken("[gitsheet]\npath = ", 2, ""),
        Broken("\n[gitsheet]\nroot = 'x'", 2, "gitsheet.path"),
        Broken("[gitsheet]\npath = ''", 2, "gitsheet.path"),
        Broken("[gitsheet]\npath = 1", 2, "gitsheet.path"),
        Broken("[gitsheet]\npath = 'a//b'", 2, "the path template is wrong"),
        Broken("[gitsheet]\npath = '${{ d: MM/DD }}'", 2, "no date format"),
        Broken("[gitsheet]\npath = 'x'\nroot = 1", 3, "gitsheet.root"),
        Broken("[gitsheet]\npath = 'x'\nfields = 1", 3, "gitsheet.fields"),
        Broken("[gitsheet]\npath = 'x'\nschema = 'y'", 3, "gitsheet.schema"),
        Broken("[gitsheet]\npath = 'x'\nformat = 'toml'", 3, "gitsheet.format"),
        Broken("[gitsheet]\npath = 'x'\n[gitsheet.format]\ntype = 'yaml'", 4, "yaml"),
        Broken("[gitsheet]\npath = 'x'\n[gitsheet.format]\ntype = 'markdown'", 3, "body"),
        Broken("[gitsheet]\npath = 'x'\n[gitsheet.format]\nbody = 'b'", 4, "body"),
        Broken(
            "[gitsheet]\npath = 'x'\n[gitsheet.format]\ntype = 'mdx'\nbody = 'b'\nnormalize = 1",
            6, "normalize"),
        Broken(
            "[gitsheet]\npath = '${{ b }}'\n[gitsheet.format]\ntype = 'mdx'\nbody = 'b'",
            5, "field of the path"),
        Broken("[gitsheet]\npath = 'x'\n[gitsheet.fields.t]\nsort = 1", 4, "sort"),
        Broken("[gitsheet]\npath = 'x'\n[gitsheet.fields.t]\nsort = [1]", 4, "sort"),
        Broken("[gitsheet]\npath = 'x'\n[gitsheet.fields.t]\nsort = {a = 'UP'}", 4, "sort"),
    ])
    func namesTheLineOfWhatIsWrong(_ row: Broken) {
        let problem = #expect(throws: SheetProblem.self) { try parse(row.text) }
        #expect(problem?.path == ".gitsheets/posts.toml")
        #expect(problem?.line == row.line)
        #expect(problem?.reason.contains(row.reason) == true, "\(problem?.reason ?? "")")
    }

    @Test(arguments: [
        ("[gitsheet]\npath = '${{ a.toLowerCase() }}'", "JavaScript: `a.toLowerCase()`"),
        ("[gitsheet]\npath = 'x'\n[gitsheet.fields.t]\nsort = 'return a - b'", "field `t`"),
        ("[gitsheet]\npath = 'x'\n[gitsheet.format]\ntype = 'markdown'\nbody = 'b'", "normalize"),
    ])
    func saysWhyASheetIsReadOnly(_ text: String, _ reason: String) throws {
        let reasons = try parse(text).readOnlyReasons
        #expect(reasons.count == 1)
        #expect(reasons.first?.contains(reason) == true)
    }

    @Test func knowsTheDeclarationsAmongFiles() {
        let names: [(String, String?)] = [
            (".gitsheets/people.toml", "people"), (".gitsheets/.toml", nil),
            (".gitsheets/a/b.toml", nil), (".gitsheets/people.json", nil),
            ("x/.gitsheets/people.toml", nil), ("people.toml", nil),
        ]
        for (path, name) in names {
            #expect(SheetDeclaration.sheetName(ofPath: path) == name, "\(path)")
        }
    }

    private func parse(_ text: String) throws -> SheetDeclaration {
        try SheetDeclaration.parse(
            name: "posts", path: ".gitsheets/posts.toml", bytes: Array(text.utf8))
    }
}

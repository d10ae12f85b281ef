import Sheets
import Testing

@Suite struct PathRoleTests {
    struct Row: CustomTestStringConvertible {
        let path: String
        let role: PathRole

        init(_ path: String, _ role: PathRole) {
            self.path = path
            self.role = role
        }

        var testDescription: String { path }
    }

    @Test(arguments: [
        Row("people/jane.toml", .record(path: "jane")),
        Row("people/jane.v2.toml", .record(path: "jane.v2")),
        Row("people/jane/photo.jpg", .file(path: "jane/photo.jpg")),
        Row("people/jane/notes.toml", .file(path: "jane/notes.toml")),
        Row("people/jane.md", .file(path: "jane.md")),
        Row("people/.toml", .file(path: ".toml")),
        Row("people/x\u{FFFD}.toml", .record(path: "x\u{FFFD}")),
        Row("people", .outside),
        Row("people/", .outside),
        Row("people.toml", .outside),
        Row("peoples/jane.toml", .outside),
        Row("other/people/jane.toml", .outside),
        Row(".gitsheets/people.toml", .outside),
    ])
    func tellsRecordsFromFilesBelowTheRoot(_ row: Row) throws {
        #expect(try sheet(path: "${{ slug }}", root: "people").role(ofPath: row.path) == row.role)
    }

    @Test(arguments: [
        Row("a/b.toml", .record(path: "a/b")),
        Row(".gitsheets/people.toml", .outside),
        Row(".gitsheets.toml", .file(path: ".gitsheets.toml")),
        Row("README.md", .file(path: "README.md")),
    ])
    func takesTheWholeTreeButTheDeclarations(_ row: Row) throws {
        #expect(try sheet(path: "${{ a }}/${{ b }}").role(ofPath: row.path) == row.role)
    }

    @Test(arguments: [
        ("markdown", "md", "mdx"), ("mdx", "mdx", "md"),
    ])
    func readsTheFilesOfTheFormatOnly(_ type: String, _ own: String, _ foreign: String) throws {
        let sheet = try sheet(
            path: "${{ slug }}", "[gitsheet.format]\ntype = '\(type)'\nbody = 'b'")
        #expect(sheet.role(ofPath: "x.\(own)") == .record(path: "x"))
        #expect(sheet.role(ofPath: "x.\(foreign)") == .file(path: "x.\(foreign)"))
        #expect(sheet.role(ofPath: "x.toml") == .file(path: "x.toml"))
    }

    @Test func needsTheShapeOfTheTemplate() throws {
        let sheet = try sheet(path: "${{ d: YYYY/MM }}/p-${{ n }}", root: "log")
        #expect(sheet.role(ofPath: "log/2026/03/p-1.toml") == .record(path: "2026/03/p-1"))
        #expect(sheet.role(ofPath: "log/2026/13/p-1.toml") == .file(path: "2026/13/p-1.toml"))
        #expect(sheet.role(ofPath: "log/2026/03/q-1.toml") == .file(path: "2026/03/q-1.toml"))
    }
}

import JSONModel
import Testing

@testable import Sheets

@Suite("Markdown records given as JSON") struct MarkdownFieldsTests {
    private static func markdown() throws -> SheetDeclaration {
        try sheet(
            path: "${{ slug }}",
            """
            [gitsheet.format]
            type = 'markdown'
            body = 'text'
            title = 'title'
            normalize = false
            """)
    }

    @Test func theTitleIsTakenFromTheText() throws {
        let sheet = try Self.markdown()
        let fields = try sheet.fields(
            putting: .object(["text": "# Hello\n\nworld"]), over: nil, at: "x")
        #expect(try fields == toml("slug = 'x'\ntext = \"# Hello\\n\\nworld\"\ntitle = 'Hello'"))
        #expect(try sheet.fields(of: sheet.bytes(of: fields)) == fields)
        #expect(sheet.filePath(ofRecord: "x") == "x.md")
    }

    @Test func aPatchOfTheTextTakesTheTitleAlong() throws {
        let sheet = try Self.markdown()
        let stored = try toml("slug = 'x'\ntext = '# Old'\ntitle = 'Old'")
        let fields = try sheet.fields(
            patching: .object(["text": "# New"]), of: stored, at: "x")
        #expect(try fields == toml("slug = 'x'\ntext = '# New'\ntitle = 'New'"))
        let other = try sheet.fields(patching: .object(["n": 1]), of: stored, at: "x")
        #expect(other["title"] == .string("Old"))
    }

    @Test func aTitleThatDisagreesIsRefused() throws {
        let sheet = try Self.markdown()
        let fields = try sheet.fields(
            putting: .object(["text": "# Hello", "title": "Bye"]), over: nil, at: "x")
        #expect(throws: RecordRefusal.self) { try sheet.bytes(of: fields) }
        do throws(RecordRefusal) {
            _ = try sheet.bytes(of: fields)
        } catch {
            #expect(error.problems.map(\.pointer) == ["/title"])
        }
    }

    @Test func aRecordWithoutTextIsRefused() throws {
        let sheet = try Self.markdown()
        do throws(RecordRefusal) {
            _ = try sheet.bytes(of: TOMLTable())
            Issue.record("it was written")
        } catch {
            #expect(error.problems.map(\.pointer) == ["/text"])
        }
    }

    /// The lines around the front matter are looked for in strings too.
    @Test func aFieldThatWouldEndTheFrontMatterIsRefused() throws {
        let sheet = try Self.markdown()
        let fields = try toml("slug = 'x'\ntext = 'y'\nnote = \"a\\n+++\\nb\"")
        #expect(throws: RecordRefusal.self) { try sheet.bytes(of: fields) }
    }
}

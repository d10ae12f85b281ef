import Sheets
import Testing

/// Record files to fields and back; the markdown rows were made with gitsheets 0.6 (`upsert`).
@Suite struct RecordCodecTests {
    struct Row: CustomTestStringConvertible {
        let body: String
        let title: String?
        let text: String

        init(_ body: String, title: String? = nil, _ text: String) {
            self.body = body
            self.title = title
            self.text = text
        }

        var testDescription: String { body.debugDescription }
    }

    @Test(arguments: [
        Row("hello", "+++\nslug = \"r0\"\n+++\n\nhello\n"),
        Row("hello\n", "+++\nslug = \"r0\"\n+++\n\nhello\n"),
        Row("", "+++\nslug = \"r0\"\n+++\n\n\n"),
        Row("\n", "+++\nslug = \"r0\"\n+++\n\n\n"),
        Row("\n\nx", "+++\nslug = \"r0\"\n+++\n\n\n\nx\n"),
        Row("\r\nx", "+++\nslug = \"r0\"\n+++\n\n\r\nx\n"),
        Row("x\n\n\n", "+++\nslug = \"r0\"\n+++\n\nx\n\n\n"),
        Row("+++\nx", "+++\nslug = \"r0\"\n+++\n\n+++\nx\n"),
    ])
    func writesMarkdownAsTheReferenceDoes(_ row: Row) throws {
        var fields = TOMLTable()
        fields["slug"] = .string("r0")
        fields["body"] = .string(row.body)
        let bytes = try RecordCodec.markdown.bytes(of: fields)
        #expect(String(decoding: bytes, as: UTF8.self) == row.text)
    }

    @Test(arguments: [
        Row("# T\nx", title: "T", ""), Row("x\n\n# T\nx", title: "T", ""),
        Row("#  T  \nx", title: " T", ""), Row("# T\t", title: "T", ""),
        Row("#   ", title: " ", ""), Row("# \n# B", title: "B", ""),
        Row("# A\r\n# B\nc", title: "B", ""), Row("# A\u{B}b", title: "A\u{B}b", ""),
        Row("# T #\nx", title: "T #", ""), Row("```\n# no\n```\n# yes", title: "no", ""),
        Row("# A\u{85}", title: "A\u{85}", ""), Row("#\tT", ""), Row(" # T", ""), Row("# ", ""),
        Row("#T", ""), Row("## T", ""), Row("# A\rb", ""), Row("T\n=", ""),
    ])
    func repeatsTheFirstHeadingAsTheReferenceDoes(_ row: Row) throws {
        var fields = TOMLTable()
        fields["body"] = .string(row.body)
        let codec = RecordCodec(format: Self.titled, sorts: [])
        let written = try codec.fields(of: codec.bytes(of: fields))
        #expect(written["title"] == row.title.map(TOMLValue.string))
        fields["title"] = .string("another")
        #expect(throws: RecordWriteError.titleDisagrees(field: "title")) {
            try codec.bytes(of: fields)
        }
    }

    @Test func needsTheTextOfAMarkdownRecord() {
        var fields = TOMLTable()
        #expect(throws: RecordWriteError.textIsNoString(field: "body")) {
            try RecordCodec.markdown.bytes(of: fields)
        }
        fields["body"] = .integer(1)
        #expect(throws: RecordWriteError.textIsNoString(field: "body")) {
            try RecordCodec.markdown.bytes(of: fields)
        }
    }

    @Test func refusesSheetsThatNeedTheFormatterOrJavaScript() {
        let normalizing = RecordFormat(
            kind: .mdx, bodyField: "body", titleField: nil, normalizesBody: true)
        let script = FieldSort(field: "k", rule: .script("(a, b) => 0"))
        for codec in [
            RecordCodec(format: normalizing, sorts: []),
            RecordCodec(format: .toml, sorts: [script]),
        ] {
            #expect(codec.readOnlyReason != nil)
            #expect(throws: RecordWriteError.self) { try codec.bytes(of: TOMLTable()) }
        }
        #expect(RecordCodec.toml.readOnlyReason == nil)
        #expect(RecordCodec.markdown.readOnlyReason == nil)
    }

    @Test(arguments: [
        "k = ['ж', 'a']", "k = ['æ', 'a']", "k = [['中'], ['a']]", "k = ['\u{1F600}', 'a']",
    ])
    func refusesToSortWhatNeedsTheTablesOfALanguage(_ text: String) throws {
        let codec = RecordCodec(
            format: .toml, sorts: [FieldSort(field: "k", rule: .values(true))])
        let fields = try codec.fields(of: Array(text.utf8))
        #expect(throws: RecordWriteError.unsortable(field: "k")) { try codec.bytes(of: fields) }
    }

    @Test func oneValueNeedsNoOrder() throws {
        let codec = RecordCodec(
            format: .toml, sorts: [FieldSort(field: "k", rule: .values(true))])
        let text = "k = [\"\u{1F600}\"]\n"
        #expect(try codec.bytes(of: try codec.fields(of: Array(text.utf8))) == Array(text.utf8))
    }

    @Test(arguments: [
        "k = [{ a = 1 }, { a = 'x' }]", "k = [{ a = nan }]", "k = [{ a = [1] }]",
        "k = [" + String(repeating: "{ a = 1 }, ", count: 20) + "{}]",
    ])
    func refusesToSortByKeysWithoutAnOrder(_ text: String) throws {
        let key = FieldSort.Key(field: "a", isDescending: false)
        let codec = RecordCodec(
            format: .toml, sorts: [FieldSort(field: "k", rule: .keys([key]))])
        let fields = try codec.fields(of: Array(text.utf8))
        #expect(throws: RecordWriteError.unsortable(field: "k")) { try codec.bytes(of: fields) }
    }

    @Test(arguments: [
        ("a = 1\(String(repeating: "0", count: 300)).0\n", 1e300),
        ("a = [1, 2, # c\n 0.\(String(repeating: "0", count: 299))1 ]\n", 1e-300),
        ("a = { x = -1\(String(repeating: "0", count: 150))E-150}", -1.0),
        ("a = 1.\(String(repeating: "0", count: 200))", 1.0),
        ("a = 1\(String(repeating: "_0", count: 100))e-100 # c\nb = 1", 1.0),
        ("a = 5e-\(String(repeating: "0", count: 200))1\r\n", 0.5),
    ])
    func readsFloatsOfAnyLength(_ text: String, _ number: Double) throws {
        var value = try #require(try RecordCodec.toml.fields(of: Array(text.utf8))["a"])
        if case .array(let values) = value { value = values[2] }
        if case .table(let table) = value { value = try #require(table["x"]) }
        #expect(value == .float(number))
    }

    @Test(arguments: [
        "a = 0\(String(repeating: "0", count: 200)).0",
        "a = 1\(String(repeating: "0", count: 400)).0",
        "a = 1\(String(repeating: "0", count: 200))",
        "a = 1.\(String(repeating: "0", count: 200))_",
        "a = 1.\(String(repeating: "0", count: 200)) 1",
        "a = .\(String(repeating: "0", count: 200))",
        "a = 1\(String(repeating: "__0", count: 100)).0",
    ])
    func refusesLongNumbersThatAreNone(_ text: String) {
        #expect(throws: TOMLError.self) { try RecordCodec.toml.fields(of: Array(text.utf8)) }
    }

    @Test func leavesWhatOnlyLooksLikeALongNumber() throws {
        let digits = "1" + String(repeating: "0", count: 200) + ".0"
        let text = "\"\(digits)\" = '\(digits)' # = \(digits)\na = '''\n = \(digits)\n'''\n"
        let fields = try RecordCodec.toml.fields(of: Array(text.utf8))
        #expect(fields[digits] == .string(digits))
        #expect(fields["a"] == .string(" = \(digits)\n"))
    }

    @Test func namesTheLineBehindALongNumber() {
        let text = "a = 1\(String(repeating: "0", count: 300)).0\nb = \n"
        #expect {
            try RecordCodec.toml.fields(of: Array(text.utf8))
        } throws: { error in
            (error as? TOMLError)?.line == 2
        }
    }

    private static let titled = RecordFormat(
        kind: .markdown, bodyField: "body", titleField: "title", normalizesBody: false)
}

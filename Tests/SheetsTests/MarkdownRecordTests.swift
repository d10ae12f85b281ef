import Sheets
import Testing

/// The expectations were made with gitsheets 0.6 (`record_query` with a body field).
@Suite struct MarkdownRecordTests {
    struct Row: CustomTestStringConvertible {
        let text: String
        let json: String

        init(_ text: String, _ json: String) {
            self.text = text
            self.json = json
        }

        var testDescription: String { text.debugDescription }
    }

    @Test(arguments: [
        Row("+++\nslug=\"a\"\n+++\n\nhello\n", #"{"body":"hello","slug":"a"}"#),
        Row("+++\nslug=\"a\"\n+++\n\n\n\nhello\n\n", #"{"body":"hello\n","slug":"a"}"#),
        Row("+++\nslug=\"a\"\n+++\nhello", #"{"body":"hello","slug":"a"}"#),
        Row("+++\n\n\nslug=\"a\"\n+++  \n \n\nhello", #"{"body":"hello","slug":"a"}"#),
        Row("just text\n", #"{"body":"just text\n"}"#),
        Row("x\n+++\nslug=\"a\"\n+++\nbody", #"{"body":"body","slug":"a"}"#),
        Row("+++\nslug=\"a\"\nbody", #"{"body":"slug=\"a\"\nbody"}"#),
        Row(
            "+++\r\nslug=\"a\"\r\n+++\r\n\r\nhello\r\nthere\r\n",
            #"{"body":"hello\r\nthere\r","slug":"a"}"#),
        Row("\u{FEFF}+++\nslug=\"a\"\n+++\n\nh", #"{"body":"h","slug":"a"}"#),
        Row("+++ x\nslug=\"a\"\n+++\n", #"{"body":""}"#),
        Row("+++\n+++\n", #"{"body":""}"#),
        Row("+++\n+++", #"{"body":""}"#),
        Row("", #"{"body":""}"#),
        Row("+++", #"{"body":""}"#),
        Row(
            "+++\nbody=\"x\"\nslug=\"a\"\n+++\n\ny\n+++\nz",
            #"{"body":"y\n+++\nz","slug":"a"}"#),
        Row("++++\na=1\n+++\nq", #"{"body":"q"}"#),
        Row("+++\nslug=\"a\"\n+++\u{2003}\n\u{A0}\nhello", #"{"body":"hello","slug":"a"}"#),
        Row("\n+++\nslug=\"a\"\n+++\nx", #"{"body":"x","slug":"a"}"#),
        Row("+++\na=1\nslug=\"a\"\nzz=2\n+++\nx", #"{"a":1,"body":"x","slug":"a","zz":2}"#),
    ])
    func splitsAsTheReferenceDoes(_ row: Row) throws {
        #expect(
            read(Array(row.text.utf8), at: "a", of: try markdown())
                == .json(row.json))
    }

    @Test func searchesTheText() throws {
        let text = Array("+++\nslug = 'a'\n+++\n\n# Title\n\nWords.\n".utf8)
        #expect(
            try record(text, at: "a", of: try markdown()).searchText
                == "# Title\n\nWords.\na\n")
    }

    @Test func countsLinesFromTheTopOfTheFile() throws {
        #expect(
            read(Array("+++\nslug = 'b'\n+++\nx".utf8), at: "a", of: try markdown())
                == .problem(
                    line: 2, reason: #"the field `slug` is "b", the record's path says "a""#))
        guard
            case .problem(let line, _) = read(
                Array("intro\n+++\nslug = 'a'\nx =\n+++\n".utf8), at: "a", of: try markdown())
        else {
            Issue.record("it was read")
            return
        }
        #expect(line == 4)
        #expect(
            read(Array("+++\n+++\nx\n".utf8) + [0xFF], at: "a", of: try markdown())
                == .problem(line: 4, reason: "not valid UTF-8"))
    }

    private func markdown() throws -> SheetDeclaration {
        try sheet(
            path: "${{ slug }}",
            "[gitsheet.format]\ntype = 'markdown'\nbody = 'body'\nnormalize = false")
    }
}

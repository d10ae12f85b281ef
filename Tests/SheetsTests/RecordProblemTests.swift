import Sheets
import Testing

@Suite struct RecordProblemTests {
    struct Row: CustomTestStringConvertible {
        let name: String
        let text: [UInt8]
        let line: Int?

        init(_ name: String, _ text: String, line: Int?) {
            self.init(name, Array(text.utf8), line: line)
        }

        init(_ name: String, _ text: [UInt8], line: Int?) {
            self.name = name
            self.text = text
            self.line = line
        }

        var testDescription: String { name }
    }

    @Test(arguments: [
        Row("no value", "a = 1\nb =\n", line: 2),
        Row("a key twice", "a = 1\nb = 2\na = 3\n", line: 3),
        Row("a table twice", "[a]\n[b]\n[a]\n", line: 3),
        Row("an open string", "a = 1\n\nb = \"x\n", line: 3),
        Row("an open array", "a = [1,\n2", line: 2),
        Row("an integer beyond 64 bits", "a = 9223372036854775808", line: 1),
        Row("a float beyond a double", "a = 1e400", line: 1),
        Row("a leading zero", "\na = 01", line: 2),
        Row("a day that is none", "a = 2023-02-29", line: 1),
        Row("a comma behind the last inline entry", "a = {b = 1,}", line: 1),
        Row("a line end in an inline table", "a = {\nb = 1}", line: 1),
        Row("a control character in a comment", "# ok\n# \u{1}", line: 2),
        Row("a lone carriage return", "a = 1\rb = 2", line: 1),
        Row("an escape of TOML 1.1", #"a = "\e""#, line: 1),
        Row("a surrogate", #"a = "\uD800""#, line: 1),
        Row("time without seconds", "a = 07:32", line: 1),
        Row("adding to an inline table", "a = {b = 1}\n[a.c]", line: 2),
        Row("adding to an array", "a = [{}]\n[[a]]", line: 2),
        Row("dotted key over a table", "a = 1\na.b = 2", line: 2),
        Row("a bare key that is not ASCII", "é = 1", line: 1),
        Row("a header without a name", "a = 1\n[=b]", line: 2),
        Row("a header that ends at once", "[", line: 1),
        Row("a header of a control character", "x = 1\n[[\u{7F}\"]]", line: 2),
        Row("a truncated character", [0x61, 0x3D, 0x22, 0xC3], line: 1),
        Row("a byte that is no UTF-8", Array("a = 1\n\nb = '".utf8) + [0xFF, 0x27], line: 3),
        Row("an overlong form", Array("\nb = '".utf8) + [0xC0, 0xAF, 0x27], line: 2),
        Row("a surrogate in UTF-8", Array("b = '".utf8) + [0xED, 0xA0, 0x80, 0x27], line: 1),
        Row("beyond Unicode", Array("b = '".utf8) + [0xF4, 0x90, 0x80, 0x80, 0x27], line: 1),
        Row("bad UTF-8 in a comment", Array("# ".utf8) + [0x80], line: 1),
    ])
    func namesTheLineOfWhatIsNoTOML(_ row: Row) throws {
        let found = read(row.text, at: "x", of: try sheet(path: "${{ nothing }}"))
        guard case .problem(let line, let reason) = found else {
            Issue.record("it was read: \(found)")
            return
        }
        #expect(line == row.line, "\(reason)")
        #expect(!reason.isEmpty)
    }

    @Test func namesTheFile() throws {
        let problem = #expect(throws: SheetProblem.self) {
            try record(Array("a = ".utf8), at: "some/where", of: try sheet(path: "${{ a/** }}"))
        }
        #expect(problem?.path == "some/where.toml")
    }

    static let tooDeep: [Row] = [
        Row("arrays", "a = \(many("[", 81))\(many("]", 81))", line: 1),
        Row("inline tables", "a = \(many("{a = ", 81))1\(many("}", 81))", line: 1),
        Row("a dotted key", "\(many("a.", 81))a = 1", line: 1),
        Row("a header", "[\(many("a.", 81))a]", line: 1),
        Row("a header and a key", "[a.b]\n\(many("\"a\" . ", 79))a = 1", line: 2),
        Row(
            "the same behind a byte order mark",
            "\u{FEFF}[a.b]\n\(many("\"a\" . ", 79))a = 1", line: 2),
        Row("dotted keys in inline tables", "a = \(many("{a.a.a.a = ", 21))1", line: 1),
        Row("a key of a million dots", "\(many("a.", 1_000_000))a = 1", line: 1),
        Row("a header of a million dots", "[\(many("a.", 1_000_000))a]", line: 1),
        Row("a million brackets", "a = \(many("[", 1_000_000))", line: 1),
    ]

    @Test(arguments: tooDeep)
    func refusesWhatNestsTooDeep(_ row: Row) throws {
        #expect(
            read(row.text, at: "x", of: try sheet(path: "${{ nothing }}"))
                == .problem(line: row.line, reason: "nested deeper than 80 levels"))
    }

    static let flat: [Row] = [
        Row("dots in a string", "a = \"\(many(".", 200))\"", line: nil),
        Row("brackets in a long string", "a = '''\(many("[", 200))''\n[['''", line: nil),
        Row("quotes at its end", "a = \"\"\"x\"\"\"\"\" # \(many("[", 200))", line: nil),
        Row("quotes in strings", "a = ['\(many("{", 200))', \"\\\"[[\", 1.5]", line: nil),
        Row("a comment", "# \(many("a.", 200))\na = 1", line: nil),
        Row("many floats", "a = [\(many("1.5, ", 500))]", line: nil),
        Row("just deep enough", "a = \(many("[", 79))\(many("]", 79))", line: nil),
        Row("many tables", many("[[t.b]]\nc.d = [['x'], {e.f = 1}]\n", 200), line: nil),
    ]

    @Test(arguments: flat)
    func countsNestingOutsideOfTextOnly(_ row: Row) throws {
        let found = read(row.text, at: "x", of: try sheet(path: "${{ nothing }}"))
        guard case .json = found else {
            Issue.record("\(found)")
            return
        }
    }

    private static func many(_ text: String, _ count: Int) -> String {
        String(repeating: text, count: count)
    }

    @Test func readsDeepNestingOnASmallStack() async throws {
        let text = "a = " + String(repeating: "[", count: 79) + String(repeating: "]", count: 79)
        let declaration = try sheet(path: "${{ nothing }}")
        let found = await SmallStack.run(bytes: 512 << 10) {
            read(Array(text.utf8), at: "x", of: declaration)
        }
        #expect(found == .json("{\"a\":" + text.dropFirst(4) + "}"))
    }

    @Test func refusesARecordOver8MiB() throws {
        let declaration = try sheet(path: "${{ nothing }}")
        let fits = Array("a = 1\n#".utf8) + Array(repeating: 0x61, count: (8 << 20) - 7)
        #expect(read(fits, at: "x", of: declaration) == .json(#"{"a":1}"#))
        #expect(
            read(fits + [0x61], at: "x", of: declaration)
                == .problem(line: nil, reason: "larger than 8 MiB"))
    }

    @Test func refusesTooManyValues() throws {
        let text = "a = [" + String(repeating: "0,", count: 1_000_001) + "]"
        #expect(
            read(Array(text.utf8), at: "x", of: try sheet(path: "${{ nothing }}"))
                == .problem(line: 1, reason: "more than 1000000 values"))
    }

    @Test func refusesAPathThatIsNotUTF8() throws {
        #expect(
            read(Array("a = 1".utf8), at: "x\u{FFFD}", of: try sheet(path: "${{ nothing }}"))
                == .problem(line: nil, reason: "the path is not valid UTF-8"))
    }
}

import Sheets
import Testing

@Suite struct RecordPathAgreementTests {
    struct Row: CustomTestStringConvertible {
        let template: String
        let path: String
        let text: String
        /// Line and the start of the reason; nil: it agrees.
        let problem: (line: Int, reason: String)?

        init(
            _ template: String, _ path: String, _ text: String, _ line: Int? = nil,
            _ reason: String = ""
        ) {
            self.template = template
            self.path = path
            self.text = text
            problem = line.map { ($0, reason) }
        }

        var testDescription: String { "\(template) at \(path) with \(text)" }
    }

    @Test(arguments: [
        Row("${{ a }}", "x", "a = 'x'"),
        Row("${{ a }}", "x", "b = 'x'"),
        Row("${{ a }}", "7", "a = 7"),
        Row("${{ a }}", "1", "a = 1.0"),
        Row("${{ a }}", "true", "a = true"),
        Row("${{ a }}", "2024-05-27", "a = 2024-05-27"),
        Row("${{ a.b }}", "x", "[a]\nb = 'x'"),
        Row("${{ a }}--${{ b }}", "x--y--z", "a = 'x--y'\nb = 'z'"),
        Row("${{ a }}--${{ b }}", "x--y--z", "b = 'y--z'"),
        Row("${{ a }}${{ b }}", "xyz", "a = 'xy'\nb = 'z'"),
        Row("${{ a/** }}", "x/y", "a = 'x/y'"),
        Row(
            "${{ d: YYYY/MM/DD }}/${{ a }}", "2026/03/10/x",
            "d = 2026-03-09T23:30:00-05:00\na = 'x'"),
        Row("${{ d: YYYY/WW }}", "2026/53", "d = '2027-01-01'"),
        Row("${{ a.toLowerCase() }}/${{ b }}", "x/y", "a = 'Z'\nb = 'y'"),
    ])
    func servesARecordThatAgreesWithItsPath(_ row: Row) throws {
        try check(row)
    }

    @Test(arguments: [
        Row("${{ a }}", "x", "\na = 'y'", 2, #"the field `a` is "y", the record's path says "x""#),
        Row("${{ a }}", "07", "a = 7", 1, #"the field `a` is 7, the record's path says "07""#),
        Row("${{ a }}", "x", "a = ['x']", 1, "the field `a` is an array"),
        Row("${{ a }}", "x", "[b]\n[a]", 2, "the field `a` is a table"),
        Row("${{ a }}", "e\u{301}", "a = '\u{E9}'", 1, "the field `a` is"),
        Row("${{ a }}", "x", "a = ''", 1, #"the field `a` is """#),
        Row("${{ a.b }}", "x", "[a]\nc = 1\nb = 'y'", 3, "the field `a.b` is"),
        Row("${{ a }}/${{ b }}", "x/y", "b = 'z'\na = 'x'", 1, "the field `b` is"),
        Row(
            "${{ a }}--${{ b }}", "x--y", "a = 'x'\nb = 'z'", 2,
            #"the field `b` is "z", the record's path says "y""#),
        Row(
            "${{ a }}--${{ b }}", "x--y--z", "a = 'x'\nb = 'z'", 1,
            #"the field `a` is "x", the record's path says "x--y--z""#),
        Row(
            "p-${{ a }}", "p-x", "a = 'p-x'", 1,
            #"the field `a` is "p-x", the record's path says "x""#),
        Row(
            "${{ a/** }}", "x/y", "a = 'x'", 1,
            #"the field `a` is "x", the record's path says "x/y""#),
        Row("${{ d: YYYY/MM }}", "2026/03", "d = 2026-04-01", 1, "the field `d` is \"2026-04-01\""),
        Row("${{ d: YYYY/MM }}", "2026/03", "d = 'soon'", 1, "the field `d` is \"soon\""),
        Row("${{ d: YYYY/WW }}", "2027/01", "d = 2027-01-01", 1, "the field `d` is"),
        Row("${{ f(a) }}/${{ b }}", "x/y", "b = 'z'", 1, "the field `b` is"),
    ])
    func namesTheFieldThatContradictsThePath(_ row: Row) throws {
        try check(row)
    }

    private func check(_ row: Row) throws {
        let found = read(Array(row.text.utf8), at: row.path, of: try sheet(path: row.template))
        switch (found, row.problem) {
        case (.json, nil): break
        case (.problem(let line, let reason), let expected?):
            #expect(line == expected.line)
            #expect(reason.hasPrefix(expected.reason), "\(reason)")
        default: Issue.record("\(found)")
        }
    }
}

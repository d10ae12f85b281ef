import Sheets
import Testing

/// What records render to. The expectations were made with gitsheets 0.6; those marked ours
/// differ on purpose.
@Suite struct PathTemplateRenderTests {
    struct Row: CustomTestStringConvertible {
        let template: String
        let record: String
        /// Nil: refused.
        let path: String?

        init(_ template: String, _ record: String, _ path: String?) {
            self.template = template
            self.record = record
            self.path = path
        }

        var testDescription: String { "\(template) with \(record) → \(path ?? "refused")" }
    }

    @Test(arguments: [
        Row("${{ a }}", "a = 'x'", "x"),
        Row("${{a}}", "a = 'x'", "x"),
        Row("/${{ a }}/", "a = 'x'", "x"),
        Row("./${{ a }}", "a = 'x'", "x"),
        Row(" ${{ a }} x", "a = '1'", " 1 x"),
        Row("${{ a }}", "a = ' a b '", " a b "),
        Row("${{ a }}", "a = 'é'", "é"),
        Row("${{ a }}", "a = '.hid'", ".hid"),
        Row("${{ a }}", "a = '-x'", "-x"),
        Row("${{ a }}", "a = 'a\\b'", "a\\b"),
        Row("${{ a-b }}", "a-b = 'x'", "x"),
        Row("${{ 5 }}", "5 = 'x'", "x"),
        Row("${{ a }}", "a = 1", "1"),
        Row("${{ a }}", "a = -1", "-1"),
        Row("${{ a }}", "a = 1.0", "1"),
        Row("${{ a }}", "a = 1.5", "1.5"),
        Row("${{ a }}", "a = -0.0", "0"),
        Row("${{ a }}", "a = 1e-7", "0.0000001"),
        Row("${{ a }}", "a = 1.25e-7", "0.000000125"),
        Row("${{ a }}", "a = 1e21", "1000000000000000000000"),
        Row("${{ a }}", "a = 1.5e22", "15000000000000000000000"),
        Row("${{ a }}", "a = 1e20", "9223372036854775807"),
        Row("${{ a }}", "a = inf", "inf"),
        Row("${{ a }}", "a = nan", "NaN"),
        Row("${{ a }}", "a = true", "true"),
        Row("${{ a }}", "a = 2024-01-02T00:00:00Z", nil),
        Row("${{ a }}", "a = [1]", nil),
        Row("${{ a }}", "a = {}", nil),
        Row("${{ a }}", "", nil),
        Row("${{ a }}", "a = ''", nil),
        Row("${{ a }}", "a = 'a/b'", nil),
        Row("${{ a }}", "a = 'a:b'", nil),
        Row("${{ a }}", "a = \"a\\nb\"", nil),
        Row("${{ a }}", "a = '..'", nil),
        Row("${{ a }}", "a = '.GIT'", nil),
        Row("a<b/${{ a }}", "a = 'x'", nil),
        Row("${{ a.b }}", "a.b = 'x'", "x"),
        Row("${{ a. b }}", "a.b = 'x'", "x"),
        Row("${{ a.b.c }}", "a.b.c = 5", "5"),
        Row("${{ a.b }}", "a = {}", nil),
        Row("${{ a.b }}", "", nil),
        Row("p-${{ a }}.s", "a = 'x'", "p-x.s"),
        Row("p-${{ a }}.s", "a = ''", "p-.s"),
        Row("${{ a }}--${{ b }}", "a = 'x'\nb = 'y'", "x--y"),
        Row("${{ a }}${{ b }}", "a = 'x'\nb = 'y'", "xy"),
        Row("${{ a }}--${{ b }}", "a = 'x'", nil),
        Row("lit", "", "lit"),
        Row("k/${{ a/** }}", "a = 'x/y'", "k/x/y"),
        Row("${{ a/** }}", "a = 5", "5"),
        Row("${{ a/** }}", "a = '../x'", nil),
        Row("${{ a/** }}", "a = 'x//y'", nil),
        Row("${{ a.toLowerCase() }}", "a = 'X'", nil),
    ])
    func rendersAsTheReferenceDoes(_ row: Row) throws {
        try check(row)
    }

    @Test(arguments: [
        Row("${{ d: YYYY/MM/DD }}/x", "d = '2026-03-09'", "2026/03/09/x"),
        Row("${{ d: YYYY/MM/DD }}", "d = '2026-3-9'", "2026/03/09"),
        Row("${{ d: YYYY/MM/DD }}", "d = '2026-03-09T23:30:00-05:00'", "2026/03/10"),
        Row("${{ d: YYYY/MM/DD }}", "d = '2026-03-09 23:30:00Z'", "2026/03/09"),
        Row("${{ d: YYYY/MM/DD }}", "d = '2026-03-09T23:30:00.5z'", "2026/03/09"),
        Row("${{ d: YYYY/MM/DD }}", "d = '2026-03-09T23:30:00'", "2026/03/09"),
        Row("${{ d: YYYY/MM/DD }}", "d = '2026-03-09T23:59:60Z'", "2026/03/09"),
        Row("${{ d: YYYY/MM/DD }}", "d = '0000-03-09'", "0000/03/09"),
        Row("${{ d: YYYY/MM/DD }}", "d = '2026-03-09T23:30'", nil),
        Row("${{ d: YYYY/MM/DD }}", "d = '2026-03-09 23:30:00'", nil),
        Row("${{ d: YYYY/MM/DD }}", "d = '2026-03-09T24:00:00'", nil),
        Row("${{ d: YYYY/MM/DD }}", "d = '2026-02-30'", nil),
        Row("${{ d: YYYY/MM/DD }}", "d = '20260309'", nil),
        Row("${{ d: YYYY/MM/DD }}", "d = ''", nil),
        Row("${{ d: YYYY/MM/DD }}", "d = 5", nil),
        Row("${{ d: YYYY/MM/DD }}", "d = 07:32:00", nil),
        Row("${{ d: YYYY/MM/DD }}", "", nil),
        Row("${{ d: YYYY/MM/DD }}", "d = 2026-03-09T23:30:00-05:00", "2026/03/10"),
        Row("${{ d: YYYY/MM/DD }}", "d = 2026-01-01T00:30:00+05:30", "2025/12/31"),
        Row("${{ d: YYYY/MM/DD }}", "d = 2026-03-09T23:30:00", "2026/03/09"),
        Row("${{ d: YYYY/MM }}", "d = 2026-03-09", "2026/03"),
        Row("${{ d: YYYY/WW }}", "d = 2027-01-01", "2026/53"),
        Row("${{ d: YYYY/WW }}", "d = 2024-12-30", "2025/01"),
        Row("${{ d: YYYY/WW }}", "d = 2020-12-31", "2020/53"),
        Row("${{ d: YYYY/WW }}", "d = 2021-01-04", "2021/01"),
        Row("${{d:YYYY}}", "d = 2024-02-29", "2024"),
        Row("${{ x.d: YYYY }}", "x.d = 2024-02-29", "2024"),
        Row("${{ x.d: YYYY }}", "x = 1", nil),
    ])
    func rendersDatesInUTC(_ row: Row) throws {
        try check(row)
    }

    @Test func `agrees with Foundation's ISO weeks over a century`() throws {
        let template = try PathTemplate.parse("${{ d: YYYY/WW }}")
        for (day, expected) in ISOWeeks.allDays(from: 1970, through: 2070) {
            #expect(try template.render(.table(document("d = \(day)"))) == expected)
        }
    }

    private func check(_ row: Row) throws {
        let template = try PathTemplate.parse(row.template)
        let record = TOMLValue.table(try document(row.record))
        guard let path = row.path else {
            #expect(throws: PathTemplateError.self) { try template.render(record) }
            return
        }
        #expect(try template.render(record) == path)
    }

    private func document(_ text: String) throws -> TOMLTable {
        guard case .table(let table) = try TOMLReader.parse(Array(text.utf8)) else {
            return .init()
        }
        return table
    }
}

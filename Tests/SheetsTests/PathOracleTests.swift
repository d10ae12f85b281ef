import Foundation
import Sheets
import Testing

/// Every template with every value, rendered by us and by the reference implementation.
@Suite struct PathOracleTests {
    static let templates = [
        "${{ a }}", "x-${{ a }}.y", "${{ a }}--${{ b }}", "k/${{ b }}/${{ a }}", "${{ a/** }}",
        "${{ a: YYYY/MM/DD }}", "${{ a: YYYY/WW }}/${{ b }}", "${{ t.a }}", "${{t.a:YYYY}}",
    ]

    static let values = [
        "'x'", "''", "' '", "'é'", "'a:b'", "'a?b'", "'a|b'", "'<'", "\"\\u007f\"", "\"\\t\"",
        "'a/b'", "0", "-12", "9223372036854775807", "1.0", "0.1", "1e-7", "1.5e-9", "123456.789",
        "1e22", "-2.5e30", "5e-324", "true", "false", "[1]", "{}", "inf", "-inf", "nan",
        "1979-05-27T07:32:00Z", "2024-12-30T23:30:00-01:00", "2027-01-01T00:30:00+01:00",
        "2021-01-03T12:00:00", "2016-02-29", "'2016-02-29'", "'2015-02-29'",
        "'2024-12-31T23:59:59.999Z'", "'2024-12-31T23:59:59+00:01'", "'2024-1-1'",
        "'2024-12-31 10:00:00+02:00'", "'yesterday'", "'2024'", "'2024-12'",
    ]

    static let script = """
        import gitsheets, json, sys
        def render(template, text):
            try: return gitsheets.render_paths_batch(template, gitsheets.parse_records([text]))[0]
            except gitsheets.PathTemplateError: return None
        print(json.dumps([render(*each) for each in json.load(sys.stdin)]))
        """

    @Test(.enabled(if: PythonOracle.hasGitsheets, "needs `pip install gitsheets`"))
    func rendersWhatTheReferenceRenders() async throws {
        let cases = Self.templates.flatMap { template in
            Self.values.map { [template, "a = \($0)\nb = 'b'\n[t]\na = \($0)\n"] }
        }
        let answer = try #require(
            await PythonOracle.run(["-c", Self.script], input: try JSONEncoder().encode(cases)))
        try #require(answer.status == 0)
        let expected = try JSONDecoder().decode([String?].self, from: answer.output)
        for (each, expected) in zip(cases, expected) {
            let template = try PathTemplate.parse(each[0])
            let record = try TOMLReader.parse(Array(each[1].utf8))
            let path = try? template.render(record)
            // An empty name is none; the reference refuses the whole path one step later.
            let isWhole = expected?.isEmpty == false && expected?.hasSuffix("/") == false
            #expect(path == (isWhole ? expected : nil), "\(each)")
        }
        #expect(expected.count == Self.templates.count * Self.values.count)
    }
}

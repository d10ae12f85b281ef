import Sheets
import Testing

@Suite struct PathTemplateMatchTests {
    struct Row: CustomTestStringConvertible {
        let template: String
        let path: String
        /// `field=text` each, `?` behind it when the path leaves it open; nil: no record.
        let claims: [String]?

        init(_ template: String, _ path: String, _ claims: [String]?) {
            self.template = template
            self.path = path
            self.claims = claims
        }

        var testDescription: String { "\(template) on \(path)" }
    }

    @Test(arguments: [
        Row("${{ a }}", "x", ["a=x"]),
        Row("${{ a }}", "x/y", nil),
        Row("${{ a }}", "", nil),
        Row("${{ a }}/${{ b }}", "x/y", ["a=x", "b=y"]),
        Row("${{ a }}/${{ b }}", "x", nil),
        Row("${{ a }}/${{ b }}", "x/", nil),
        Row("${{ a }}/${{ b }}", "x//y", nil),
        Row("k/${{ a }}", "k/x", ["a=x"]),
        Row("k/${{ a }}", "j/x", nil),
        Row("k", "k", []),
        Row("p-${{ a }}.s", "p-x.s", ["a=x"]),
        Row("p-${{ a }}.s", "p-.s", ["a="]),
        Row("p-${{ a }}.s", "p.s", nil),
        Row("p-${{ a }}.s", "p-x.t", nil),
        Row("aa${{ x }}aa", "aaa", nil),
        Row("${{ a }}--${{ b }}", "x--y", ["a=x", "b=y"]),
        Row("${{ a }}--${{ b }}", "x--y--z", ["a=x?", "b=y--z?"]),
        Row("${{ a }}--${{ b }}", "x-y", nil),
        Row("${{ a }}-${{ b }}.${{ c }}", "1-2.3", ["a=1", "b=2", "c=3"]),
        Row("${{ a }}${{ b }}", "xy", ["a=?", "b=xy?"]),
        Row("${{ a.b }}", "x", ["a.b=x"]),
        Row("k/${{ a/** }}", "k/x/y/z", ["a=x/y/z"]),
        Row("k/${{ a/** }}", "k", nil),
        Row("${{ a/** }}", "x", ["a=x"]),
        Row("${{ d: YYYY/MM/DD }}/${{ s }}", "2026/03/09/x", ["d=2026/03/09", "s=x"]),
        Row("${{ s }}/${{ d: YYYY/WW }}", "x/2026/53", ["s=x", "d=2026/53"]),
        Row("${{ d: YYYY/WW }}", "2026/54", nil),
        Row("${{ d: YYYY/MM }}", "2026/13", nil),
        Row("${{ d: YYYY/MM }}", "2026/3", nil),
        Row("${{ d: YYYY }}", "26", nil),
        Row("${{ d: YYYY }}", "２０２６", nil),
        Row("${{ a.toLowerCase() }}/${{ b }}", "what/x", ["b=x"]),
        Row("x-${{ f(a) }}/${{ b }}", "y-1/x", nil),
    ])
    func tellsWhatAPathSaysAboutFields(_ row: Row) throws {
        let claims = try PathTemplate.parse(row.template).match(row.path)
        #expect(
            claims?.map { "\($0.field)=\($0.text)\($0.isCertain ? "" : "?")" } == row.claims)
    }

    @Test(arguments: [
        "", "/", "${{ a", "${{ }}", "a//b", "x-${{ a/** }}", "${{ a/** }}/x",
        "${{ a/** }}/${{ b/** }}", "${{ d: YYYY-MM }}", "${{ d: }}", "p${{ d: YYYY }}",
        "${{ d: YYYY }}s", "${{ a }}${{ d: YYYY }}", "x/../y", "x/.",
        String(repeating: "a/", count: 3000),
    ])
    func refusesATemplateThatIsNone(_ source: String) {
        #expect(throws: PathTemplateError.self) { try PathTemplate.parse(source) }
    }

    @Test(arguments: [
        "${{ a.toLowerCase() }}", "${{ a + b }}", "${{ a.length }}", "${{ Math.PI }}",
        "${{ 'x' }}", "${{ a ? b : c }}", "${{ a[0] }}", "${{ a-b.c }}", "x${{ a || b }}y",
    ])
    func findsTheJavaScriptInATemplate(_ source: String) throws {
        #expect(try PathTemplate.parse(source).scripts.count == 1)
    }

    @Test func namesEachFieldOnce() throws {
        let template = try PathTemplate.parse("${{ d: YYYY/MM }}/${{ a.b }}-${{ c }}/${{ c }}")
        #expect(template.fields.map(\.description) == ["d", "a.b", "c"])
    }

    @Test(.timeLimit(.minutes(5)))
    func matchesInBoundedTimeWhateverTheTemplate() throws {
        let many = try PathTemplate.parse(String(repeating: "${{ a }}b", count: 400) + "c")
        let long = try PathTemplate.parse(
            "${{ a }}\(String(repeating: "b", count: 2000))c${{ d }}")
        let name = String(repeating: "b", count: 4096)
        #expect(many.match(name) == nil)
        #expect(long.match(name) == nil)
        #expect(try PathTemplate.parse("${{ a }}").match(name)?.count == 1)
        #expect(try PathTemplate.parse("${{ a }}").match(name + "b") == nil)
    }
}

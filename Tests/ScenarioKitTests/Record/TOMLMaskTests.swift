import Testing

@testable import ScenarioKit

@Suite("What is masked")
struct TOMLMaskTests {
    private static let text = """
        # about Jane
        age = 44
        born = 1980-02-29
        [address]
        city = "Ulm" # home
        tags = ['a-b', "Ulm", 7, true, 12.75]
        note = \"\"\"
        two lines
        \"\"\"
        broken =
        """

    private func mask(_ text: String, keeping fields: Set<String> = []) -> String {
        var mask = TOMLMask(Pseudonyms(keeping: ["people"]), keeping: fields)
        return mask.mask(text, isTOML: true)
    }

    @Test func keysAndLinesStayAndValuesGo() {
        let masked = mask(Self.text)
        let lines = masked.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == Self.text.split(separator: "\n").count)
        #expect(lines[1] == "age = 100" && lines[2] == "born = 2001-01-01")
        #expect(lines[3] == "[address]" && lines.last == "broken =")
        for word in ["Jane", "Ulm", "44", "1980", "two", "home", "75"] {
            #expect(!masked.contains(word), "\(word)")
        }
        #expect(masked.contains("true") && masked.contains("tags = ["))
    }

    @Test func equalStaysEqualAndDifferentStaysDifferent() {
        let masked = mask("a = 'x'\nb = \"x\"\nc = 'y'\nd = 10\ne = 11\nf = 10\n")
        let values = masked.split(separator: "\n").map { $0.split(separator: " ")[2] }
        #expect(values[0].dropFirst().dropLast() == values[1].dropFirst().dropLast())
        #expect(values[0] != values[2])
        #expect(values[3] == values[5] && values[3] != values[4])
    }

    @Test func aRecordStillLiesWhereItsFieldsSay() {
        var mask = TOMLMask(Pseudonyms(keeping: ["people", "team"]), keeping: [])
        #expect(mask.mask("slug = 'jane-doe'", isTOML: true) == "slug = 'w1-w2'")
        #expect(mask.path("people/team-jane-doe.toml") == "people/team-w1-w2.toml")
        #expect(mask.path(".gitsheets/people.toml") == ".gitsheets/people.toml")
    }

    @Test func escapesAreNoWords() {
        let masked = mask(#"a = "x\n\u00e9 \" y""#)
        #expect(masked == "a = \"w1\"")
    }

    @Test func aFieldThatMustStayStays() {
        let masked = mask("city = 'Ulm'\nname = 'Jane'", keeping: ["city"])
        #expect(masked == "city = 'Ulm'\nname = 'w1'")
    }

    @Test func proseIsMaskedLineByLine() {
        var mask = TOMLMask(Pseudonyms(keeping: []), keeping: [])
        let text = mask.mask("+++\nname = 'x'\n+++\nHello\n\nHello\r\n", isTOML: false)
        #expect(text == "+++\nname = 'w1'\n+++\nw2\n\nw2\r\n")
    }
}

import Foundation
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

    @Test func timesStayTimesAndDifferentOnesDiffer() {
        let text = """
            a = 1984-06-07T08:09:10Z
            b = 1984-06-07 08:09:11
            c = 08:09:10
            d = 08:09:10.75
            """
        let masked = mask(text).split(separator: "\n")
        #expect(
            masked == [
                "a = 2001-01-01T00:00:01Z", "b = 2001-01-01 00:00:02", "c = 00:00:01",
                "d = 00:00:01.100",
            ])
    }

    @Test func whatADeclarationSaysToPeopleGoesAndWhatItDeclaresStays() {
        var mask = TOMLMask(Pseudonyms(keeping: []), keeping: [])
        let text = """
            [gitsheet] # ask Greta
            root = 'people'
            fields.mail = {type = "string", description = "Greta's"}
            [gitsheet.fields.title]
            enum = ["Dr."]
            """
        #expect(
            mask.declaration(text) == """
                [gitsheet] #w1
                root = 'people'
                fields.mail = {type = "string", description = "w2'w3"}
                [gitsheet.fields.title]
                enum = ["Dr."]
                """)
    }

    @Test func attributesStayAndTheirPatternsGo() {
        var mask = TOMLMask(Pseudonyms(keeping: ["people"]), keeping: [])
        let text = "# Greta\n*.toml merge=ours\npeople/greta.toml -text\n\"g h\" text\n"
        let masked = "#w1\n*.toml merge=ours\npeople/w2.toml -text\n\"w3 w4\" text\n"
        #expect(mask.attributes(text) == masked)
    }

    @Test func bytesThatAreNoTextStayNoneAndTellNothing() {
        var mask = TOMLMask(Pseudonyms(keeping: []), keeping: [])
        let latin = Array("name = 'J".utf8) + [0xFC] + Array("rgen'\nGreta\n".utf8)
        let masked = mask.bytes(latin)
        #expect(masked == Array("w1".utf8) + [0xFF] + Array("\nw2\n".utf8))
    }

    @Test func onlyTheBeginningOfAPageIsTOML() {
        var mask = TOMLMask(Pseudonyms(keeping: []), keeping: [])
        let text = "Hello\n+++\nGreta = 5\n+++\n---\n"
        #expect(mask.mask(text, isTOML: false) == "w1\n+++\nw2\n+++\n---\n")
    }

    @Test func tokensAreTheWholeText() {
        for seed in 1...300 {
            var sample = TOMLSample(seed: UInt64(seed))
            for text in [sample.document(), sample.broken()] {
                let joined = TOMLLexer.tokens(of: text).map(\.text).joined()
                #expect(joined.unicodeScalars.elementsEqual(text.unicodeScalars), "\(text)")
            }
        }
    }

    /// Python's parser judges: what it reads it reads masked, what it refuses it refuses masked at
    /// the same line, and no word of a value or comment is left.
    @Test func maskedTextIsReadExactlyWhenTheOriginalIs() async throws {
        var pairs: [[String]] = []
        for seed in 1...1500 {
            var sample = TOMLSample(seed: UInt64(seed))
            let (whole, broken) = (sample.document(), sample.broken())
            for text in [whole, broken] {
                let masked = mask(text)
                pairs.append([text, masked])
                // In what is no TOML, words before `=` may be keys.
                let told = TOMLLexer.tokens(of: masked).filter { $0.kind != .key }
                let seen = text == whole ? masked : told.map(\.text).joined()
                for word in TOMLSample.secrets where seen.contains(word) {
                    Issue.record("\(word) is left:\n\(text)\n---\n\(masked)")
                }
            }
        }
        let script = """
            import json, re, sys
            try:
                import tomllib
            except ImportError:
                sys.exit(9)
            def judge(text):
                try:
                    tomllib.loads(text)
                    return "read"
                except ValueError as error:
                    line = re.search(r"at (line [0-9]+|end of document)", str(error))
                    return line.group(1) if line else "refused"
            seen = {}
            for text, masked in json.load(sys.stdin):
                old, new = judge(text), judge(masked)
                seen[old == "read"] = seen.get(old == "read", 0) + 1
                if old != new or text.count("\\n") != masked.count("\\n"):
                    print(old, "became", new, json.dumps([text, masked]))
            print(min(seen.get(True, 0), seen.get(False, 0)))
            """
        let python = GitProgram(
            path: "/usr/bin/env", environment: ProcessInfo.processInfo.environment)
        let input = Array(try JSONEncoder().encode(pairs))
        let answer = try await python.run(["python3", "-c", script], in: "/", input: input)
        guard answer.status != 9 else { return }
        #expect(answer.status == 0, "\(answer.error)")
        // Both kinds were there, and nothing else was said.
        #expect(
            answer.lines.count == 1 && Int(answer.text).map { $0 > 500 } == true,
            "\(answer.lines.prefix(5).joined(separator: "\n"))")
    }
}

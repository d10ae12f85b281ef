import Hooks
import Testing

@Suite struct NamePatternTests {
    @Test(arguments: [
        ("acme/*", "acme/site", true), ("acme/*", "acme/_x", true), ("acme/*", "acme/9.a-b", true),
        ("acme/*", "acme/", false), ("acme/*", "acme/..", false), ("acme/*", "acme/.git", false),
        ("acme/*", "acme/-x", false), ("acme/*", "acme/a b", false),
        ("acme/*", "acme/a;b", false), ("acme/*", "acme/a\n", false),
        ("acme/*", "acme/a\u{0}", false), ("acme/*", "acme/é", false),
        ("acme/*", "acme/a/b", false), ("acme/*", "acme", false), ("acme/*", "acmes/x", false),
        ("acme/*", "Acme/x", false), ("acme/*", "acme/*", false), ("acme/*", "", false),
        ("acme/site", "acme/site", true), ("acme/site", "acme/site2", false),
        ("acme/site", "acme/sit", false), ("a b/;c\nd", "a b/;c\nd", true),
        ("acme/caf\u{e9}", "acme/cafe\u{301}", false), ("-x/..", "-x/..", true),
    ])
    func matchesWholeNamesOnly(pattern: String, name: String, isMatch: Bool) throws {
        let pattern = try #require(NamePattern(pattern))
        #expect(pattern.matches(name) == isMatch)
    }

    @Test(arguments: ["*", "*/x", "a*/b", "acme/x*", "acme/**", "-a/*", "/*", "", "a\u{0}b"])
    func refusesWhatIsNoPattern(text: String) {
        #expect(NamePattern(text) == nil)
    }

    @Test func aPatternMatchesNoEndlessName() throws {
        let pattern = try #require(NamePattern("acme/*"))
        #expect(pattern.matches("acme/" + String(repeating: "x", count: 195)))
        #expect(!pattern.matches("acme/" + String(repeating: "x", count: 196)))
        #expect(!pattern.matches("acme/" + String(repeating: "x", count: 10_240)))
    }
}

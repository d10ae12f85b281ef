import Testing

@testable import HTTPAPI

@Suite("If-None-Match") struct EntityTagsTests {
    @Test(arguments: [
        ("\"abc\"", true), ("W/\"abc\"", true), ("*", true), ("\"x\", \"abc\"", true),
        ("\"x\",W/\"abc\",\"y\"", true), ("\t\"abc\" ", true), ("\"ab\"", false), ("abc", false),
        ("", false), (",", false), ("\"abcd\"", false), ("w/\"abc\"", false), ("\"ABC\"", false),
        ("W/", false), ("\"*\"", false),
    ])
    func comparesWeakly(header: String, matches: Bool) {
        #expect(EntityTags.match(header, "\"abc\"") == matches)
    }

    @Test func matchesNothingWithoutTheHeader() {
        #expect(!EntityTags.match(nil, "\"abc\""))
    }
}

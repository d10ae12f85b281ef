import Testing

@testable import LiveData

@Suite struct SnippetTests {
    @Test func showsPlainTextAsItShowsAnyText() {
        var random = SeededGenerator(seed: 2611)
        for _ in 0..<2_000 {
            let text = Self.text(
                of: "abc de\t\nf.", length: Int.random(in: 0...400, using: &random), &random)
            let found = Int.random(in: 0...text.utf8.count, using: &random)
            #expect(Snippet.plain(text, around: found) == Snippet.any(text, around: found))
        }
    }

    @Test func leavesTextsOfLongCharactersToTheOtherWay() {
        for text in ["h\u{E9}", "a\u{301}", "a\r\nb"] {
            #expect(Snippet.plain(text, around: 0) == nil)
        }
    }

    @Test func countsCharactersWhereverTheTextIsNotPlain() {
        var random = SeededGenerator(seed: 1126)
        for _ in 0..<2_000 {
            let text = Self.text(
                of: "ab cd\u{E9}\u{301} \r\n\u{1F600}",
                length: Int.random(in: 1...300, using: &random), &random)
            let starts = Array(text.utf8.indices.filter { $0.samePosition(in: text) != nil })
            guard let start = starts.randomElement(using: &random) else { continue }
            let found = text.utf8.distance(from: text.utf8.startIndex, to: start)
            guard let plain = Snippet.plain(text, around: found) else { continue }
            #expect(plain == Snippet.any(text, around: found))
        }
    }

    private static func text(
        of alphabet: String, length: Int, _ random: inout SeededGenerator
    ) -> String {
        let characters = Array(alphabet)
        return String((0..<length).compactMap { _ in characters.randomElement(using: &random) })
    }
}

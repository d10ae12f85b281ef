import Reload
import Testing

@Suite("A commit named by a sender") struct CommitHintTests {
    @Test(arguments: ["abcd", "0123456789abcdef0123456789abcdef01234567", "ABCD", "0000"])
    func isFourToFortyDigits(text: String) {
        #expect(CommitHint(text)?.hex == text.lowercased())
    }

    @Test(arguments: [
        "", "abc", "abcg", "HEAD", "main", "--upload-pack=x", "abcd^", "abcd~1", "abcd:a",
        "abcd..abce", " abcd", "abcd ", "abcd\n", "@{u}", "ａｂｃｄ", "abcd\u{0}", "+abc",
        "0123456789abcdef0123456789abcdef012345678",
    ])
    func isNothingElse(text: String) {
        #expect(CommitHint(text) == nil)
    }
}

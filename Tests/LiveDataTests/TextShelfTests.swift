import Testing

@testable import LiveData

@Suite struct TextShelfTests {
    @Test func givesBackWhatWasPutIn() {
        let shelf = TextShelf()
        let texts = (0..<5_000).map { "text \($0) \(String(repeating: "\u{E9}", count: $0 % 700))" }
        let kept = texts.map { shelf.add($0) }
        #expect(kept.map(\.string) == texts)
    }

    @Test func takesATextOfAnyLength() {
        let shelf = TextShelf()
        let texts = ["", String(repeating: "a", count: 3 << 20), "", "b"]
        #expect(texts.map { shelf.add($0) }.map(\.string) == texts)
    }
}

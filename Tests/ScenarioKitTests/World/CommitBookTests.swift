import Testing

@testable import ScenarioKit

@Suite("Names of commits") struct CommitBookTests {
    private let drawn = String(repeating: "a", count: 40)
    private let made = String(repeating: "b", count: 40)

    private func book() throws -> CommitBook {
        let graph = try ScenarioText().scenario(
            """
            scenario: x
            title: x
            history: {graph: A}
            steps: [{start: api}]
            """
        ).history.graph
        let name = try #require(graph.commits.first)
        return CommitBook(ids: [name: drawn], stamps: [:], signatures: [:])
    }

    @Test func theFirstCaptureNamesWhatNoDrawingHas() throws {
        let book = try book()
        #expect(book.describe(made) == "a commit not drawn (bbbbbbb)")
        let early = "main: A to \(book.describe(made))"
        book.call(made, CaptureReference(name: "w1", path: []))
        #expect(book.recalled(early) == "main: A to $w1 (bbbbbbb)")
        book.call(made, CaptureReference(name: "r1", path: ["new"]))
        #expect(book.describe(made) == "$w1 (bbbbbbb)")
        #expect(book.describe(in: "at \(made)!") == "at $w1 (bbbbbbb)!")
        #expect(book.name(of: made) == nil, "graphs and snapshots do not know captures")
    }

    @Test func aDrawnCommitKeepsItsName() throws {
        let book = try book()
        book.call(drawn, CaptureReference(name: "w1", path: []))
        #expect(book.describe(drawn) == "A (aaaaaaa)")
    }

    @Test func whatIsNoCommitIsNotNamed() throws {
        let book = try book()
        book.call("refused", CaptureReference(name: "w1", path: []))
        #expect(book.describe(in: "it was refused") == "it was refused")
    }
}

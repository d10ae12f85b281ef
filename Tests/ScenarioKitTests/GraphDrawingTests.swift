import ScenarioKit
import Testing

@Suite struct GraphDrawingTests {
    static let rows: [[String]] = [
        ["A"],
        ["A---B---C   origin:main local:main"],
        ["A---R1   origin:main", " \\", "  L1---L2   local:main"],
        ["A---B---C", "A---X", "B---Y---Z   local:main", "B---W"],
        ["A---B---M", "A---C---M"],
        ["A---B", "X---Y"],
        ["A---C1..C40---D   origin:main", "C20---X   local:main"],
        ["A---B---C", "A   origin:main", "B   local:main local:other"],
        ["A---B---M", "A---C---N", "B---N", "C---M"],
    ]

    @Test(arguments: rows)
    func aDrawingSaysWhatWasDrawn(rows: [String]) throws {
        let graph = try read(rows)
        let drawn = GraphDrawing(graph).rows
        let again = try read(drawn)
        #expect(again.parents == graph.parents, "\(drawn)")
        #expect(words(again) == words(graph), "\(drawn)")
    }

    @Test func anyHistoryIsReadBackFromItsDrawing() throws {
        var random = Lottery(seed: 7)
        for _ in 0..<200 {
            let graph = random.graph()
            let drawn = GraphDrawing(graph).rows
            let again = try read(drawn)
            #expect(again.parents == graph.parents.mapValues { $0.sorted() }, "\(drawn)")
        }
    }

    @Test func aForkIsDrawnBelowTheCommitItLeaves() throws {
        let graph = try read(["A---R1---R2", "A---L1   local:main"])
        #expect(GraphDrawing(graph).rows == ["A---R1---R2", " \\", "  L1   local:main"])
    }

    @Test func aLongLineIsARange() throws {
        let graph = try read(["A---C1..C100   origin:main"])
        #expect(GraphDrawing(graph).rows == ["A---C1..C100   origin:main"])
    }

    private func read(_ rows: [String]) throws -> CommitGraph {
        let drawing = rows.map { "  \($0)" }.joined(separator: "\n")
        return try ScenarioText().scenario(history: "graph: |\n\(drawing)").history.graph
    }

    private func words(_ graph: CommitGraph) -> Set<String> {
        Set(graph.refs.map { "\($0.ref) \($0.commit)" })
    }
}

/// Histories by chance, the same for the same seed.
private struct Lottery {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    private mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }

    mutating func graph() -> CommitGraph {
        var graph = CommitGraph()
        for number in 1...(1 + below(12)) {
            guard let name = CommitName("C\(number)") else { continue }
            var parents: Set<CommitName> = []
            if !graph.commits.isEmpty, below(10) > 0 {
                for _ in 0...(below(4) == 0 ? 1 : 0) {
                    parents.insert(graph.commits[below(graph.commits.count)])
                }
            }
            graph.commits.append(name)
            graph.parents[name] = parents.sorted()
        }
        return graph
    }
}

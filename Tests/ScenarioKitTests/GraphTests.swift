import ScenarioKit
import Testing

@Suite struct GraphTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let drawing: [String]
        /// `name: parents`, in the order drawn.
        let parents: [String]
        var refs: [String] = []
        var testDescription: String { name }
    }

    static let rows: [Row] = [
        Row(name: "one commit", drawing: ["A"], parents: ["A:"]),
        Row(name: "a line", drawing: ["A---B-C"], parents: ["A:", "B: A", "C: B"]),
        Row(
            name: "a fork below", drawing: ["A---R1", " \\", "  L1---L2"],
            parents: ["A:", "R1: A", "L1: A", "L2: L1"]),
        Row(
            name: "a fork above", drawing: ["A", "     C---D", "    /", "A--B---E"],
            parents: ["A:", "C: B", "D: C", "B: A", "E: B"]),
        Row(
            name: "a merge, parents sorted", drawing: ["A---T---M", " \\     /", "  B---C"],
            parents: ["A:", "T: A", "M: C T", "B: A", "C: B"]),
        Row(
            name: "long slopes", drawing: ["A-------M", " \\     /", "  \\   /", "   B-C"],
            parents: ["A:", "M: A C", "B: A", "C: B"]),
        Row(
            name: "a slope that becomes level", drawing: ["A---B", " \\", "  ---C"],
            parents: ["A:", "B: A", "C: A"]),
        Row(name: "letters", drawing: ["A..D"], parents: ["A:", "B: A", "C: B", "D: C"]),
        Row(
            name: "numbers", drawing: ["A---C9..C11---Z", "          \\", "           X"],
            parents: ["A:", "C9: A", "C10: C9", "C11: C10", "Z: C11", "X: C11"]),
        Row(
            name: "refs behind tips and on rows of their own",
            drawing: ["A---B   origin:main", "A    local:main  origin:conflicts/x"],
            parents: ["A:", "B: A"],
            refs: ["origin:main=B", "local:main=A", "origin:conflicts/x=A"]),
        Row(
            name: "a name on two rows joins them", drawing: ["A---B", "B---C"],
            parents: ["A:", "B: A", "C: B"]),
        Row(
            name: "two roots", drawing: ["A---B", "X---Y"], parents: ["A:", "B: A", "X:", "Y: X"]),
        Row(
            name: "a criss-cross",
            drawing: ["A---B---M", "A---C---N", "B---N", "C---M"],
            parents: ["A:", "B: A", "M: B C", "C: A", "N: B C"]),
    ]

    @Test(arguments: rows)
    func aDrawingIsReadAsGitThenSeesIt(row: Row) async throws {
        let drawing = row.drawing.map { "  \($0)" }.joined(separator: "\n")
        let scenario = try ScenarioText().scenario(history: "graph: |\n\(drawing)")
        let graph = scenario.history.graph
        let read = graph.commits.map { name in
            "\(name):" + graph.parents[name, default: []].map { " \($0)" }.joined()
        }
        #expect(read == row.parents)
        #expect(graph.refs.map { "\($0.ref)=\($0.commit)" } == row.refs)
        let seen = try await PoolRepository(HistoryPlan(scenario)).parents()
        #expect(Set(seen.map { "\($0.key):" + $0.value.map { " \($0)" }.joined() }) == Set(read))
    }

    @Test func explicitParentsOverrideTheOrder() async throws {
        let scenario = try ScenarioText().scenario(
            history: """
                graph: |
                  A---T---M
                   \\     /
                    B---C
                parents: {M: [T, C]}
                """)
        let seen = try await PoolRepository(HistoryPlan(scenario)).parents()
        #expect(seen["M"] == ["T", "C"])
    }

    @Test func parentsAndRefsNeedNoDrawing() throws {
        let scenario = try ScenarioText().scenario(
            history: """
                parents: {B: [A], C: [B]}
                refs: {"origin:main": C}
                """)
        let plan = try HistoryPlan(scenario)
        #expect(plan.names.map(\.text) == ["A", "B", "C"])
        #expect(plan.refs["origin"]?["refs/heads/main"]?.text == "C")
    }

    @Test func aLongChainIsWalkedByItsSuccessors() throws {
        let scenario = try ScenarioText().scenario(history: "graph: A---C1..C100")
        let plan = try HistoryPlan(scenario)
        var name = try #require(CommitName("A"))
        var steps = 0
        while let next = plan.successor(of: name) {
            name = next
            steps += 1
        }
        #expect(name.text == "C100")
        #expect(steps == 100)
    }

    @Test func theTrunkIsTheSuccessorOfAFork() throws {
        let scenario = try ScenarioText().scenario(
            history: "graph: |\n  A---R1\n   \\\n    L1")
        let plan = try HistoryPlan(scenario)
        let root = try #require(CommitName("A"))
        #expect(plan.successor(of: root)?.text == "R1")
    }
}

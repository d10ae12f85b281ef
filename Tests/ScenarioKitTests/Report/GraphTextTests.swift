import Testing

@testable import ScenarioKit

@Suite("The drawn history")
struct GraphTextTests {
    /// A---R1---L1' on main, and L1 on a conflict branch.
    private var picture: HistoryPicture {
        HistoryPicture(
            commits: [
                .init(id: "a", name: "A", parents: []), .init(id: "r", name: "R1", parents: ["a"]),
                .init(id: "n", name: "L1'", parents: ["r"]),
                .init(id: "l", name: "L1", parents: ["a"]),
                .init(id: "p", name: "P", parents: ["n"]),
            ],
            refs: [
                .init(actor: "origin", name: "refs/heads/main", commit: "n"),
                .init(actor: "origin", name: "refs/heads/conflicts/x", commit: "l"),
                .init(actor: "local", name: "refs/livetree/accepted/main", commit: "a"),
            ])
    }

    @Test func aBranchSaysWhereItLeaves() {
        #expect(
            GraphText.lines(picture) == [
                "A---R1---L1'   origin:main", "A---L1   origin:conflicts/x",
            ])
    }

    @Test func whatNoRefLeadsToIsAGhost() throws {
        let layout = GraphLayout(picture, ghosts: true)
        #expect(layout.place(of: "p")?.isReachable == false)
        #expect(GraphLayout(picture, ghosts: false).place(of: "p") == nil)
        #expect(layout.place(of: "l")?.row != layout.place(of: "r")?.row)
        #expect(layout.place(of: "n")?.column == 2)
    }
}

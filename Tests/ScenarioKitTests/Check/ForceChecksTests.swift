import Testing

@testable import ScenarioKit

@Suite("Judging pushes and the remote's ref journal")
struct ForceChecksTests {
    @Test(arguments: [
        ["push", "--force", "origin", "main"], ["push", "-f", "origin"],
        ["-c", "a=b", "push", "origin", "+refs/heads/main:refs/heads/main"],
        ["push", "--mirror"], ["push", "origin", ":refs/heads/main"],
        ["push", "--delete", "origin", "main"], ["push", "--force-with-lease", "origin", "main"],
    ])
    func findsAForcedPush(arguments: [String]) {
        let call = GitCall(pid: 1, start: 0, arguments: arguments)
        #expect(ForceChecks.arguments([call]).count == 1)
    }

    @Test(arguments: [
        ["push", "--porcelain", "origin", "refs/heads/main:refs/heads/main"],
        [
            "push", "--force-with-lease=refs/heads/main:1234", "o",
            "refs/heads/main:refs/heads/main",
        ],
        ["fetch", "--force", "origin", "+refs/heads/main:refs/remotes/origin/main"],
    ])
    func acceptsWhatCannotOverwrite(arguments: [String]) {
        #expect(ForceChecks.arguments([GitCall(pid: 1, start: 0, arguments: arguments)]).isEmpty)
    }

    private func move(
        _ mover: RefTransition.Mover = .server, ref: String = "refs/heads/main", old: String?,
        new: String?
    ) -> RefTransition {
        RefTransition(mover: mover, remote: "origin", ref: ref, old: old, new: new)
    }

    @Test func findsARewindAndADeletionByTheServerOnly() async {
        let moves = [
            move(old: "b", new: "a"), move(old: "b", new: nil), move(old: nil, new: "a"),
            move(old: "a", new: "b"), move(.step, old: "b", new: "a"),
        ]
        let found = await ForceChecks.transitions(
            moves, name: { $0 ?? "" }, isAncestor: { old, new in (old, new) == ("a", "b") })
        #expect(found.count == 2)
    }

    @Test func findsAConflictBranchThatChanged() {
        let ref = "refs/heads/conflicts/2026-11-21T09-00-00Z"
        let moves = [
            move(ref: ref, old: nil, new: "a"), move(ref: ref, old: "a", new: "b"),
            move(old: "a", new: "b"),
        ]
        #expect(ForceChecks.conflictBranches(moves).count == 1)
    }

    @Test func aConflictBranchBesideABranchOfThatNameCountsToo() {
        let ref = "refs/heads/livetree-conflicts/2026-11-21T09-00-00Z"
        #expect(ForceChecks.conflictBranches([move(ref: ref, old: "a", new: nil)]).count == 1)
    }

    private func unexplained(
        from before: String?, to after: String?, by moves: [RefTransition]
    ) -> Int {
        let ref = "refs/heads/main"
        return ForceChecks.unexplained(
            "origin", from: before.map { [ref: $0] } ?? [:], to: after.map { [ref: $0] } ?? [:],
            by: moves, name: { $0 ?? "absent" }
        ).count
    }

    @Test func aRefThatMovedWithoutAPushIsFound() {
        #expect(unexplained(from: "a", to: "b", by: []) == 1)
        #expect(unexplained(from: "a", to: nil, by: []) == 1)
        #expect(unexplained(from: nil, to: "b", by: []) == 1)
        #expect(unexplained(from: "a", to: "c", by: [move(old: "a", new: "b")]) == 1)
        #expect(unexplained(from: "a", to: nil, by: [move(old: "a", new: "b")]) == 1)
    }

    @Test func aRefThatAPushBroughtThereIsNot() {
        #expect(unexplained(from: "a", to: "a", by: []) == 0)
        #expect(unexplained(from: "a", to: "b", by: [move(old: "a", new: "b")]) == 0)
        #expect(unexplained(from: "a", to: nil, by: [move(.step, old: "a", new: nil)]) == 0)
        // Taken back with the rest of an atomic push.
        #expect(unexplained(from: "a", to: "a", by: [move(old: "a", new: "b")]) == 0)
        #expect(unexplained(from: nil, to: nil, by: [move(old: nil, new: "b")]) == 0)
    }
}

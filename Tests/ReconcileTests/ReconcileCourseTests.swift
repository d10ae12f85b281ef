import GitModel
import Reconcile
import Testing

@Suite("The course of a decision") struct ReconcileCourseTests {
    private static func commit(_ digit: Character) throws -> CommitID {
        try #require(CommitID(hex: String(repeating: digit, count: 40)))
    }

    private static func names(_ course: ReconcileCourse) -> [String] { course.effects.map(\.name) }

    @Test func refusalsAndReplaysHaveNone() throws {
        let remote = try Self.commit("b")
        let seen = ReconcileObservation(local: .none, remote: .branchMissing)
        #expect(ReconcileCourse(.refuse(.remoteBranchMissing), on: seen) == nil)
        #expect(ReconcileCourse(.replay(ReplayOrder(onto: remote)), on: seen) == nil)
    }

    @Test func whatIsAcceptedIsWrittenBeforeTheBranchMoves() throws {
        let (local, remote) = (try Self.commit("a"), try Self.commit("b"))
        let seen = ReconcileObservation(local: .tip(local), remote: .branchMissing)
        let forward = try #require(ReconcileCourse(.fastForward(to: remote), on: seen))
        #expect(
            forward.effects == [
                .accept(remote), .moveBranch(from: local, to: remote, reason: "fast-forward"),
            ])
        #expect(forward.outcome == .fastForwarded && forward.target == remote)
        let ahead = try #require(ReconcileCourse(.pushAhead(remote: nil), on: seen))
        #expect(ahead.effects == [.acceptAbsence])
        #expect(ahead.target == local && !ahead.isOnRemote)
    }

    @Test func takingOverWhatIsThereMovesNothing() throws {
        let (tip, gone) = (try Self.commit("a"), try Self.commit("c"))
        let seen = ReconcileObservation(local: .tip(tip), remote: .branchMissing)
        let course = try #require(ReconcileCourse(.takeOver(tip, withdrawing: gone), on: seen))
        #expect(course.effects == [.withdraw(gone), .accept(tip)])
        #expect(course.outcome == .inSync)
    }

    @Test func nothingIsDroppedBeforeAReferenceKeepsIt() throws {
        let (local, remote) = (try Self.commit("a"), try Self.commit("b"))
        let order = ReplayOrder(onto: remote, withdrawing: try Self.commit("c"))
        let escape = ReconcileCourse(escaping: order, local: local, folder: "conflicts")
        #expect(
            Self.names(escape) == ["conflict-branch", "withdrawn", "accepted", "branch-moved"])
        #expect(escape.target == remote && !escape.isOnRemote)
        let log = (previous: CommitID?.none, entry: try Self.commit("d"))
        let replay = ReconcileCourse(
            replaying: order, local: local, as: try Self.commit("e"), log: log)
        #expect(Self.names(replay) == ["replayed", "withdrawn", "accepted", "branch-moved"])
        #expect(!replay.isOnRemote)
        #expect(
            ReconcileCourse(replaying: order, local: local, as: remote, log: log).isOnRemote)
    }
}

import ScenarioKit
import TestSupport
import Testing

@Suite("Git as an oracle") struct GitOracleTests {
    /// Eight lines, so that changes of `first` and `last` are far apart.
    private static func file(_ name: String, _ first: String, _ last: String) -> String {
        first + "\n" + (1...8).map { "# \(name) \($0)\n" }.joined() + last + "\n"
    }

    private static let base = ["jane": file("jane", "a", "b")]

    /// The oracle's word on commit 1 here and commit 2 on the remote, both on commit 0.
    private func answer(
        _ local: [String: String], _ remote: [String: String], expecting: [String: String]? = nil,
        accepted: Int? = nil, change: (inout OracleQuestion) -> Void = { _ in }
    ) async throws -> OracleAnswer? {
        let folder = try TemporaryFolder()
        let oracle = try await GitOracle(
            [
                OracleCommit(number: 0, parents: [], message: "base", files: Self.base),
                OracleCommit(number: 1, parents: [0], message: "ours", files: local),
                OracleCommit(number: 2, parents: [0], message: "theirs", files: remote),
            ], spoilt: "cannot be served", git: "/usr/bin/git", folder: "\(folder.path)/oracle")
        var question = OracleQuestion(local: 1, remote: 2)
        question.expected = expecting
        question.accepted = accepted
        change(&question)
        return try await oracle.answer(question)
    }

    @Test func mergesWhatIsFarApart() async throws {
        let both = ["jane": Self.file("jane", "x", "y")]
        let answer = try await answer(
            ["jane": Self.file("jane", "x", "b")], ["jane": Self.file("jane", "a", "y")],
            expecting: both)
        #expect(answer == OracleAnswer(word: "rebased", replayed: 1, isAsExpected: true))
    }

    @Test func saysThatOtherFilesWereExpected() async throws {
        let answer = try await answer(
            ["jane": Self.file("jane", "x", "b")], ["jane": Self.file("jane", "a", "y")],
            expecting: Self.base)
        #expect(answer?.isAsExpected == false)
    }

    @Test func aChangeOfOneLineOnBothSidesIsAConflict() async throws {
        let answer = try await answer(
            ["jane": Self.file("jane", "x", "b")], ["jane": Self.file("jane", "y", "b")])
        #expect(answer == OracleAnswer(word: "conflict-escaped"))
    }

    /// Although another file comes that looks like it.
    @Test func aChangeAndADeletionAreAConflict() async throws {
        let answer = try await answer(
            ["jane": Self.file("jane", "x", "b")], ["zoe": Self.file("jane", "a", "b")])
        #expect(answer == OracleAnswer(word: "conflict-escaped"))
    }

    @Test func whatIsUpstreamAlreadyIsDropped() async throws {
        let same = ["jane": Self.file("jane", "x", "b")]
        let answer = try await answer(
            same, same.merging(["zoe": "z\n"]) { $1 },
            expecting: same.merging(["zoe": "z\n"]) { $1 })
        #expect(answer == OracleAnswer(word: "rebased", replayed: 0, isAsExpected: true))
    }

    @Test func whatCannotBeServedIsNotTakenOver() async throws {
        let spoilt = ["jane": "cannot be served\n"]
        let behind = try await answer(Self.base, spoilt) { $0.local = 0 }
        #expect(behind == OracleAnswer(word: "rebuild-failed"))
    }

    @Test func aRemoteThatLostWhatWasAcceptedIsRewritten() async throws {
        let mine = ["jane": Self.file("jane", "x", "b")]
        let refused = try await answer(mine, Self.base, accepted: 1)
        #expect(refused == OracleAnswer(word: "remote-rewritten"))
        let adopted = try await answer(mine, Self.base, accepted: 1) {
            $0.adoption = "remote-rewritten"
        }
        #expect(adopted == OracleAnswer(word: "fast-forwarded"))
    }

    @Test func withoutLeaveADivergenceIsRefused() async throws {
        let answer = try await answer(
            ["jane": Self.file("jane", "x", "b")], ["jane": Self.file("jane", "a", "y")]
        ) { $0.replays = false }
        #expect(answer == OracleAnswer(word: "non-fast-forward"))
    }
}

import Foundation
import GitModel
import TestSupport
import Testing

/// The anomaly loop: a reconcile is killed at its 1st, 2nd, 3rd … point, or its 1st, 2nd, 3rd …
/// effect fails, until a run is not met by it any more. After each, the next start must end where
/// the undisturbed run did.
@Suite("A reconcile that is cut short", .serialized) struct ReconcileCrashTests {
    /// A pair of histories, the outcome they lead to, and what must be adopted for it.
    struct Story: CustomTestStringConvertible, Sendable {
        let name: String
        let outcome: String
        var adoption: String?
        let prepare: @Sendable (CrashWorld) async throws -> Void

        var testDescription: String { name }
    }

    static let stories = [
        Story(name: "behind", outcome: "fast-forwarded") { world in
            try await world.origin.commit(["people/bob.toml": CrashWorld.person("bob")])
        },
        Story(name: "ahead", outcome: "pushed-ahead") { world in
            try await world.server.commit(["people/bob.toml": CrashWorld.person("bob")])
        },
        Story(name: "diverged", outcome: "rebased") { world in
            try await world.server.commit(["people/bob.toml": CrashWorld.person("bob")])
            try await world.server.commit(["people/eve.toml": CrashWorld.person("eve")])
            try await world.origin.commit(["people/zoe.toml": CrashWorld.person("zoe")])
        },
        Story(name: "diverged, all upstream already", outcome: "rebased") { world in
            try await world.server.commit(["people/bob.toml": CrashWorld.person("bob")])
            try await world.origin.commit(["people/zoe.toml": CrashWorld.person("zoe")])
            try await world.origin.commit(["people/bob.toml": CrashWorld.person("bob")])
        },
        Story(name: "diverged with a conflict", outcome: "conflict-escaped") { world in
            try await world.server.commit([
                "people/jane.toml": CrashWorld.person("jane", "age = 1\n")
            ])
            try await world.origin.commit([
                "people/jane.toml": CrashWorld.person("jane", "age = 2\n")
            ])
        },
        Story(name: "rewound", outcome: "fast-forwarded", adoption: "remote-rewritten") { world in
            try await rewind(world)
        },
        Story(name: "rewound, with own commits", outcome: "rebased", adoption: "remote-rewritten") {
            world in
            try await rewind(world)
            try await world.server.commit(["people/bob.toml": CrashWorld.person("bob")])
        },
        Story(
            name: "rewound, with a conflict", outcome: "conflict-escaped",
            adoption: "remote-rewritten"
        ) { world in
            try await rewind(world)
            try await world.server.commit([
                "people/purged.toml": CrashWorld.person("purged", "age = 2\n")
            ])
        },
        Story(
            name: "branch deleted", outcome: "pushed-ahead", adoption: "remote-branch-missing"
        ) { world in
            try await world.origin.git("update-ref", "-d", "refs/heads/main")
            try await world.origin.commit(["a": "b"], to: "other")
        },
    ]

    /// A commit that both sides had is taken back by the remote.
    @Sendable private static func rewind(_ world: CrashWorld) async throws {
        let before = try #require(try await world.origin.tip())
        let purged = try await world.origin.commit([
            "people/purged.toml": CrashWorld.person("purged")
        ])
        try await world.server.git(
            "fetch", "-q", world.origin.path, "main:refs/heads/main")
        try await world.server.git("update-ref", "refs/livetree/accepted/main", purged.hex)
        try await world.origin.git("update-ref", "refs/heads/main", before.hex)
    }

    /// More points than any decision has.
    static let points = 40

    @Test(arguments: stories)
    func finishesAtTheNextStartAfterAKill(story: Story) async throws {
        let pristine = try await CrashWorld.make()
        try await story.prepare(pristine)
        let expected = try await undisturbed(story, pristine)
        for point in 1...Self.points {
            let world = try pristine.copy()
            let before = try await world.server.tip()
            let killed = try await world.reconcile(
                adopting: story.adoption, mutant: "kill-at-point-\(point)")
            guard killed.wasKilled else {
                #expect(point > 4, "the reconcile has points to be killed at")
                #expect(killed.outcome == story.outcome, "\(killed.log)")
                return
            }
            try await expectNothingLost(before, in: world, "killed at point \(point)")
            try await finish(story, world)
            #expect(try await world.state() == expected, "killed at point \(point)")
            try await expectOneConflictBranchATip(world)
        }
        Issue.record("never ran to its end")
    }

    @Test(arguments: stories)
    func changesNothingWhenAnEffectFails(story: Story) async throws {
        let pristine = try await CrashWorld.make()
        try await story.prepare(pristine)
        let expected = try await undisturbed(story, pristine)
        for number in 1...Self.points {
            let world = try pristine.copy()
            let before = try await heads(of: world)
            let failed = try await world.reconcile(
                adopting: story.adoption, mutant: "fail-effect-\(number)")
            if failed.outcome == story.outcome {
                #expect(number > 1, "the reconcile has effects that can fail")
                return
            }
            #expect(failed.outcome == "local-damaged", "\(failed.log)")
            #expect(try await heads(of: world) == before, "effect \(number) failed")
            try await finish(story, world)
            #expect(try await world.state() == expected, "effect \(number) failed")
        }
        Issue.record("never ran to its end")
    }

    private func undisturbed(_ story: Story, _ pristine: CrashWorld) async throws -> [String] {
        let world = try pristine.copy()
        let ending = try await world.reconcile(adopting: story.adoption)
        #expect(ending.outcome == story.outcome, "\(ending.log)")
        return try await world.state()
    }

    /// The next start, and an operator who says again what was not done yet.
    private func finish(_ story: Story, _ world: CrashWorld) async throws {
        let next = try await world.reconcile(adopting: nil)
        if let adoption = story.adoption, next.outcome == adoption {
            _ = try await world.reconcile(adopting: adoption)
        }
    }

    /// Branches, and what was accepted, on both sides.
    private func heads(of world: CrashWorld) async throws -> [String] {
        let format = "--format=%(objectname) %(refname)"
        return [
            try await world.server.git(
                "for-each-ref", format, "refs/heads", "refs/livetree/accepted"),
            try await world.origin.git("for-each-ref", format, "refs/heads"),
        ]
    }

    /// The tip, or for each of its commits one with the same author, date and message, is
    /// reachable from a reference; one whose change was upstream already from the replay log.
    private func expectNothingLost(
        _ tip: CommitID?, in world: CrashWorld, _ when: String
    ) async throws {
        let tip = try #require(tip)
        let format = "--format=%an %at %s"
        let kept = Set(
            try await world.server.git("log", format, "--all").split(separator: "\n"))
        let taken = try await world.origin.git("log", format, "--all").split(separator: "\n")
        let had = try await world.server.git("log", format, tip.hex).split(separator: "\n")
        for commit in had where !taken.contains(commit) {
            // A commit that the remote took back may go, once that is adopted.
            if try await world.server.git("for-each-ref", "refs/livetree/withdrawn") != "" {
                continue
            }
            #expect(kept.contains(commit), "\(when): \(commit) is gone")
        }
    }

    private func expectOneConflictBranchATip(_ world: CrashWorld) async throws {
        let tips = try await world.server.git(
            "for-each-ref", "--format=%(objectname)", "refs/heads/conflicts"
        ).split(separator: "\n")
        #expect(Set(tips).count == tips.count, "a tip has two conflict branches")
    }
}

import Foundation
import GitAccess
import GitModel
import LiveData
import Reconcile
import Reload
import Synchronization
import TestSupport
import Testing

@Suite("Bringing diverged histories together") struct DivergenceTests {
    /// Both sides have one more record than the served state.
    private static func diverged(
        local: [String: TestFile] = ["people/bob.toml": ReloadWorld.person("bob", "second")],
        remote: [String: TestFile] = ["people/zoe.toml": ReloadWorld.person("zoe", "third")]
    ) async throws -> ReloadWorld {
        let world = try await ReloadWorld.served()
        try await world.server.commit(local, message: "Local change")
        try await world.origin.commit(remote, message: "Remote change")
        return world
    }

    @Test func replaysOntoTheRemote() async throws {
        let world = try await Self.diverged()
        let upstream = try #require(try await world.origin.tip())
        let original = try #require(try await world.server.tip())
        let report = try #require(
            await world.integrator().integrate(world.fetch(), .reconcile).report)
        #expect(report.outcome == .rebased && report.swapped && !report.pushed)
        #expect(report.ahead == 1 && report.behind == 1)
        #expect(report.changedRecords == 2)
        #expect(report.dropped.isEmpty && report.conflictBranch == nil)
        let tip = try #require(try await world.server.tip())
        #expect(tip == report.newCommit && tip == world.live.current?.commit)
        #expect(try await world.server.git("rev-parse", "\(tip.hex)^") == upstream.hex)
        #expect(try await world.server.git("log", "-1", "--format=%s", tip.hex) == "Local change")
        #expect(try await world.accepted() == upstream)
        #expect(world.live.current?.recordCount == 3)
        // What was replaced stays reachable, and says what it became.
        let log = try await world.server.git(
            "log", "-1", "--format=%B", "refs/livetree/replayed/main")
        #expect(log.contains("\(original.hex) \(tip.hex)"))
        let kept = try await world.server.git(
            "merge-base", "--is-ancestor", original.hex, "refs/livetree/replayed/main")
        #expect(kept.isEmpty)
    }

    @Test func isRefusedUnderThePolicyThatRefuses() async throws {
        let world = try await Self.diverged()
        let before = try await world.fingerprint()
        #expect(await world.integrator().integrate(world.fetch()).word == "non-fast-forward")
        #expect(try await world.fingerprint() == before)
    }

    @Test func aConflictKeepsTheLocalTipAside() async throws {
        let world = try await Self.diverged(
            local: ["people/ada.toml": ReloadWorld.person("ada", "second")],
            remote: ["people/ada.toml": ReloadWorld.person("ada", "third")])
        let (local, remote) = (try await world.server.tip(), try await world.origin.tip())
        var effects = Effects()
        effects.hooks.now = { Date(timeIntervalSince1970: 1_795_251_600) }
        let report = try #require(
            await world.integrator(effects: effects).integrate(world.fetch(), .reconcile).report)
        #expect(report.outcome == .conflictEscaped && !report.pushed)
        #expect(report.conflictBranch?.branch.text == "conflicts/2026-11-21T09-00-00Z")
        #expect(report.conflicts.map(\.path) == ["people/ada.toml"])
        #expect(report.newCommit == remote)
        #expect(try await world.server.tip() == remote)
        #expect(
            try await world.server.tip(of: "refs/heads/conflicts/2026-11-21T09-00-00Z") == local)
    }

    @Test func aSecondEscapeInTheSameSecondGetsASuffix() async throws {
        let world = try await ReloadWorld.served()
        var effects = Effects()
        effects.hooks.now = { Date(timeIntervalSince1970: 1_795_251_600) }
        let integrator = world.integrator(effects: effects)
        for (local, remote) in [("a", "b"), ("c", "d")] {
            try await world.server.commit([
                "people/ada.toml": ReloadWorld.person("ada", local)
            ])
            try await world.origin.commit([
                "people/ada.toml": ReloadWorld.person("ada", remote)
            ])
            let report = try #require(
                await integrator.integrate(world.fetch(), .reconcile).report)
            #expect(report.outcome == .conflictEscaped)
        }
        let branches = try await world.server.git(
            "for-each-ref", "--format=%(refname:short)", "refs/heads/conflicts")
        #expect(
            branches == "conflicts/2026-11-21T09-00-00Z\nconflicts/2026-11-21T09-00-00Z-2")
    }

    @Test func aBranchCalledConflictsIsInNobodysWay() async throws {
        let world = try await Self.diverged(
            local: ["people/ada.toml": ReloadWorld.person("ada", "second")],
            remote: ["people/ada.toml": ReloadWorld.person("ada", "third")])
        let local = try await world.server.tip()
        try await world.server.git("branch", "conflicts", "main")
        let report = try #require(
            await world.integrator().integrate(world.fetch(), .reconcile).report)
        let branch = try #require(report.conflictBranch)
        #expect(branch.branch.text.hasPrefix("livetree-conflicts/"))
        #expect(try await world.server.tip(of: branch.branch.ref.text) == local)
    }

    /// Each side is fine; together they are not: the remote now names records by another field.
    private static func unreadableTogether() async throws -> ReloadWorld {
        try await diverged(remote: [
            ".gitsheets/people.toml": "[gitsheet]\nroot = \"people\"\npath = \"${{ bio }}\"\n",
            "people/ada.toml": ReloadWorld.person("x", "ada"),
        ])
    }

    @Test(arguments: [BadRecordPolicy.refuse, .skip])
    func aReplayThatCannotBeReadBackIsAConflict(policy: BadRecordPolicy) async throws {
        let world = try await Self.unreadableTogether()
        let local = try await world.server.tip()
        let report = try #require(
            await world.integrator(badRecords: policy).integrate(world.fetch(), .reconcile).report)
        #expect(report.outcome == .conflictEscaped)
        #expect(report.conflicts.map(\.path) == ["people/bob.toml"])
        let branch = try #require(report.conflictBranch)
        #expect(try await world.server.tip(of: branch.branch.ref.text) == local)
        #expect(world.live.current?.problemCount == 0)
    }

    @Test func theRemotesOwnBadTreeChangesNothing() async throws {
        let world = try await Self.diverged(remote: ["people/zoe.toml": "slug = "])
        let before = try await world.fingerprint()
        let result = await world.integrator().integrate(world.fetch(), .reconcile)
        #expect(result.word == "rebuild-failed")
        #expect(try await world.fingerprint() == before)
    }

    @Test func aWriteThatComesInBetweenIsReplayedToo() async throws {
        let world = try await Self.diverged()
        let sighting = await world.fetch()
        let wasMoved = Mutex(false)
        var effects = Effects()
        effects.hooks.point = { name in
            guard name == "before-branch-moved", !wasMoved.withLock({ $0 }) else { return }
            wasMoved.withLock { $0 = true }
            _ = try? await world.server.commit(
                ["people/eve.toml": ReloadWorld.person("eve", "late")], message: "Late change")
        }
        let report = try #require(
            await world.integrator(effects: effects).integrate(sighting, .reconcile).report)
        #expect(report.outcome == .rebased && report.ahead == 2)
        #expect(world.live.current?.recordCount == 4)
    }
}

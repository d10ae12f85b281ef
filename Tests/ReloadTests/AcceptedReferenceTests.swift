import GitAccess
import GitModel
import LiveData
import Reconcile
import Reload
import TestSupport
import Testing

/// DESIGN §4: `refs/livetree/accepted/<branch>` is moved by decisions, never by a fetch.
@Suite("The accepted remote tip") struct AcceptedReferenceTests {
    @Test func isMovedByADecisionNotByAFetch() async throws {
        let world = try await ReloadWorld.served()
        let first = try #require(try await world.origin.tip())
        #expect(try await world.accepted() == first)
        let second = try await world.origin.commit([
            "people/ada.toml": ReloadWorld.person("ada", "second")
        ])
        #expect(await world.fetch() == .tip(second))
        #expect(try await world.server.tip(of: "refs/remotes/origin/main") == second)
        #expect(try await world.accepted() == first)
        _ = await world.integrator().integrate(.tip(second))
        #expect(try await world.accepted() == second)
    }

    @Test func tellsARewoundRemoteAtEveryLookAndAfterARestart() async throws {
        let world = try await ReloadWorld.served()
        let first = try #require(try await world.origin.tip())
        let second = try await world.origin.commit([
            "people/ada.toml": ReloadWorld.person("ada", "second")
        ])
        let integrator = world.integrator()
        #expect(await integrator.integrate(world.fetch()).word == "fast-forwarded")

        // The remote is rewound: by its own tip, ours now looks like a branch that is ahead.
        try await world.origin.git("update-ref", "refs/heads/main", first.hex)
        for look in 1...3 {
            let looking = look < 3 ? integrator : world.integrator()
            let result = await looking.integrate(world.fetch())
            guard
                case .reconcile(.remoteRewritten(lastSeen: let lastSeen, remote: let remote)) =
                    result.refusal?.reason
            else {
                Issue.record("look \(look): \(result)")
                continue
            }
            #expect(lastSeen == second && remote == first)
            #expect(try await world.accepted() == second)
            #expect(try await world.server.tip() == second)
            #expect(world.live.current?.commit == second)
        }

        // The history is put back and goes on: nothing is left of the refusal.
        try await world.origin.git("update-ref", "refs/heads/main", second.hex)
        let third = try await world.origin.commit([
            "people/ada.toml": ReloadWorld.person("ada", "third")
        ])
        #expect(await integrator.integrate(world.fetch()).report?.newCommit == third)
    }

    @Test func tellsAForcePushThatBuildsOnTheRewoundHistory() async throws {
        let world = try await ReloadWorld.served()
        let first = try #require(try await world.origin.tip())
        let second = try await world.origin.commit([
            "people/ada.toml": ReloadWorld.person("ada", "second")
        ])
        _ = await world.integrator().integrate(world.fetch())
        try await world.origin.commit(
            ["people/ada.toml": ReloadWorld.person("ada", "third")], parents: [first])
        #expect(await world.integrator().integrate(world.fetch()).word == "remote-rewritten")
        #expect(world.live.current?.commit == second)
    }

    /// A crash after the first of the two moves: accepted is there, the branch is not yet.
    @Test func aCrashBetweenTheMovesIsMadeGoodByTheNextLook() async throws {
        let world = try await ReloadWorld.served()
        let tip = try await world.origin.commit([
            "people/ada.toml": ReloadWorld.person("ada", "second")
        ])
        let sighting = await world.fetch()
        try await world.server.git("update-ref", "refs/livetree/accepted/main", tip.hex)
        let report = try #require(await world.integrator().integrate(sighting).report)
        #expect(report.outcome == .fastForwarded)
        #expect(try await world.server.tip() == tip)
        #expect(try await world.accepted() == tip)
    }

    /// The same crash, and the remote is rewound before the restart. What was published and then
    /// removed is neither followed nor taken for our own.
    @Test func aCrashBetweenTheMovesAndARewindIsRefused() async throws {
        let world = try await ReloadWorld.served()
        let first = try #require(try await world.origin.tip())
        let tip = try await world.origin.commit([
            "people/ada.toml": ReloadWorld.person("ada", "second")
        ])
        _ = await world.fetch()
        try await world.server.git("update-ref", "refs/livetree/accepted/main", tip.hex)
        try await world.origin.git("update-ref", "refs/heads/main", first.hex)
        #expect(await world.integrator().integrate(world.fetch()).word == "remote-rewritten")
        #expect(try await world.server.tip() == first)
    }

    /// The branch moved and accepted did not: as an older version, or someone's git, leaves it.
    @Test func anAcceptedTipThatLagsBehindCatchesUp() async throws {
        let world = try await ReloadWorld.served()
        let tip = try await world.origin.commit([
            "people/ada.toml": ReloadWorld.person("ada", "second")
        ])
        _ = await world.fetch()
        try await world.server.git("update-ref", "refs/heads/main", tip.hex)
        let report = try #require(await world.integrator().integrate(.tip(tip)).report)
        #expect(report.swapped && report.newCommit == tip)
        #expect(try await world.accepted() == tip)
    }

    @Test func isNotMovedByARefusal() async throws {
        let world = try await ReloadWorld.served()
        let first = try #require(try await world.origin.tip())
        try await world.origin.commit(["people/ada.toml": "slug = \"ada\"\nslug = 1\n"])
        #expect(await world.integrator().integrate(world.fetch()).word == "rebuild-failed")
        #expect(try await world.accepted() == first)

        try await world.server.commit(["people/bob.toml": ReloadWorld.person("bob", "second")])
        #expect(await world.integrator().integrate(world.fetch()).word == "non-fast-forward")
        #expect(try await world.accepted() == first)
    }

    @Test func withoutARemoteNothingIsAccepted() async throws {
        let world = try await ReloadWorld.make()
        _ = await world.integrator().serveLocal()
        #expect(world.live.current?.recordCount == 1)
        #expect(try await world.accepted() == nil)
    }
}

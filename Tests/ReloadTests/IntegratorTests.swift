import Foundation
import GitAccess
import GitModel
import LiveData
import Reconcile
import Reload
import Sheets
import Synchronization
import TestSupport
import Testing

@Suite("Integrating what the remote has") struct IntegratorTests {
    @Test func followsTheRemote() async throws {
        let world = try await ReloadWorld.served()
        let old = try #require(world.live.current)
        let tip = try await world.origin.commit([
            "people/ada.toml": ReloadWorld.person("ada", "second"),
            "people/bob.toml": ReloadWorld.person("bob", "third"),
        ])
        let report = try #require(await world.integrator().integrate(world.fetch()).report)
        #expect(report.outcome == .fastForwarded)
        #expect(report.swapped && report.pushed)
        #expect(report.oldCommit == old.commit)
        #expect(report.newCommit == tip)
        #expect(report.ahead == 0 && report.behind == 1)
        #expect(report.changedRecords == 2)

        let new = try #require(world.live.current)
        #expect(new.commit == tip)
        #expect(new.generation == old.generation + 1)
        #expect(new.recordCount == 2)
        #expect(try await world.server.tip() == tip)
        #expect(try await world.accepted() == tip)
        let hits = try await world.search.search("second", sheet: nil, limit: 9, in: new).hits
        #expect(hits.map(\.path) == ["ada"])
        // Who still holds the old snapshot still reads the old state.
        let before = try await world.search.search("first", sheet: nil, limit: 9, in: old).hits
        #expect(before.map(\.path) == ["ada"])
        #expect(old.recordCount == 1)
    }

    @Test func leavesEverythingAloneWhenInSync() async throws {
        let world = try await ReloadWorld.served()
        let before = try await world.fingerprint()
        let report = try #require(await world.integrator().integrate(world.fetch()).report)
        #expect(report.outcome == .inSync)
        #expect(!report.swapped)
        #expect(report.oldCommit == report.newCommit)
        #expect(report.changedRecords == 0)
        #expect(try await world.fingerprint() == before)
    }

    @Test func servesALocalBranchThatIsAheadAndSaysItIsNotPushed() async throws {
        let world = try await ReloadWorld.served()
        let remote = try #require(try await world.origin.tip())
        let local = try await world.server.commit([
            "people/bob.toml": ReloadWorld.person("bob", "second")
        ])
        let report = try #require(await world.integrator().integrate(world.fetch()).report)
        #expect(report.outcome == .pushedAhead)
        #expect(report.swapped && !report.pushed)
        #expect(report.ahead == 1 && report.behind == 0)
        #expect(world.live.current?.commit == local)
        #expect(try await world.accepted() == remote)
        #expect(try await world.origin.tip() == remote)
    }

    @Test func rereadsTheLocalBranchWithoutARemote() async throws {
        let world = try await ReloadWorld.served()
        let same = try #require(await world.integrator().integrate(.notConfigured).report)
        #expect(same.outcome == .inSync && !same.swapped)
        let tip = try await world.server.commit([
            "people/bob.toml": ReloadWorld.person("bob", "x")
        ])
        let moved = try #require(await world.integrator().integrate(.notConfigured).report)
        #expect(moved.outcome == .fastForwarded && moved.swapped)
        #expect(world.live.current?.commit == tip)
    }

    @Test func anEmptyRemoteIsAnEmptySiteUntilItsFirstCommit() async throws {
        let folder = try TemporaryFolder()
        let origin = try await TestRepository.create(in: folder)
        let server = try await TestRepository.create(in: folder, named: "server.git")
        let world = ReloadWorld(
            folder: folder, origin: origin, server: server,
            repository: try GitRepository(at: server.path),
            branch: try #require(BranchName("main")),
            search: try SearchIndex(path: folder.child("search")))
        let empty = try #require(await world.integrator().integrate(world.fetch()).report)
        #expect(empty.outcome == .inSync && empty.swapped && empty.newCommit == nil)
        #expect(world.live.current?.recordCount == 0)

        let tip = try await origin.commit([
            ".gitsheets/people.toml": ReloadWorld.sheet,
            "people/ada.toml": ReloadWorld.person("ada", "first"),
        ])
        let first = try #require(await world.integrator().integrate(world.fetch()).report)
        #expect(first.outcome == .fastForwarded && first.newCommit == tip)
        #expect(world.live.current?.recordCount == 1)
        #expect(try await server.tip() == tip)
    }

    /// The remote's state, made in a served world; what the refusal is called.
    struct Refusal: CustomTestStringConvertible, Sendable {
        let code: String
        let arrange: @Sendable (ReloadWorld) async throws -> RemoteSighting
        var testDescription: String { code }
    }

    static func failure(_ side: TransportFailure.Side) -> RemoteSighting {
        .failed(TransportFailure(reason: .timeout, side: side, message: "it failed"))
    }

    static let refusals: [Refusal] = [
        Refusal(code: "non-fast-forward") { world in
            try await world.server.commit(["people/eve.toml": ReloadWorld.person("eve", "second")])
            try await world.origin.commit(["people/bob.toml": ReloadWorld.person("bob", "third")])
            // The local commit is served before the remote moves on.
            _ = await world.integrator().serveLocal()
            return await world.fetch()
        },
        Refusal(code: "remote-rewritten") { world in
            try await world.origin.commit(
                [".gitsheets/people.toml": ReloadWorld.sheet], parents: [])
            return await world.fetch()
        },
        Refusal(code: "unrelated-histories") { world in
            try await world.server.git("update-ref", "-d", "refs/livetree/accepted/main")
            try await world.origin.commit(
                [".gitsheets/people.toml": ReloadWorld.sheet], parents: [])
            return await world.fetch()
        },
        Refusal(code: "remote-branch-missing") { world in
            try await world.origin.git("branch", "-m", "main", "other")
            return await world.fetch()
        },
        Refusal(code: "remote-branch-missing") { world in
            try await world.origin.git("update-ref", "-d", "refs/heads/main")
            return await world.fetch()
        },
        Refusal(code: "fetch-failed") { _ in failure(.remote) },
        Refusal(code: "local-damaged") { _ in failure(.local) },
        Refusal(code: "storage-full") { _ in failure(.storageFull) },
        Refusal(code: "rebuild-failed") { world in
            try await world.origin.commit([
                "people/bob.toml": ReloadWorld.person("bob", "third"),
                "people/eve.toml": "slug = \"eve\"\nbio = \"broken\"\nbio = 2\n",
            ])
            return await world.fetch()
        },
        Refusal(code: "rebuild-failed") { world in
            try await world.origin.commit([".gitsheets/people.toml": "[gitsheet]\nroot = 1\n"])
            return await world.fetch()
        },
        Refusal(code: "local-damaged") { world in
            // A sighting of a commit that never came.
            guard let absent = CommitID(hex: String(repeating: "a", count: 40)) else {
                return .empty
            }
            return .tip(absent)
        },
    ]

    @Test(arguments: refusals)
    func aRefusalLeavesBranchSnapshotAndSearchAsTheyWere(refusal: Refusal) async throws {
        let world = try await ReloadWorld.served()
        let sighting = try await refusal.arrange(world)
        let before = try await world.fingerprint()
        let served = world.live.current?.commit
        // The first look, the second look, and the look after a restart.
        let integrator = world.integrator()
        for integrator in [integrator, integrator, world.integrator()] {
            let result = await integrator.integrate(sighting)
            #expect(result.word == refusal.code)
            #expect(result.refusal?.oldCommit == served)
            #expect(result.refusal?.remoteCommit == sighting.commit)
            try await world.search.sweep()
            #expect(try await world.fingerprint() == before)
        }
    }

    @Test func aBadTreeNamesItsProblemsAndTheNextGoodCommitHeals() async throws {
        let world = try await ReloadWorld.served()
        let old = try #require(world.live.current?.commit)
        let bad = try await world.origin.commit([
            "people/eve.toml": "slug = \"eve\"\nbio = \"broken\"\nbio = 2\n"
        ])
        let refused = await world.integrator().integrate(world.fetch())
        guard case .rebuildFailed(let commit, let problems, let count) = refused.refusal?.reason
        else {
            Issue.record("\(refused)")
            return
        }
        #expect(commit == bad)
        #expect(count == 1)
        #expect(problems.map(\.path) == ["people/eve.toml"])
        #expect(problems.first?.line == 3)
        #expect(problems.first?.reason.isEmpty == false)
        #expect(try await world.server.tip() == old)

        let good = try await world.origin.commit([
            "people/eve.toml": ReloadWorld.person("eve", "second")
        ])
        let healed = try #require(await world.integrator().integrate(world.fetch()).report)
        #expect(healed.outcome == .fastForwarded && healed.behind == 2)
        #expect(world.live.current?.commit == good)
        #expect(try await world.server.tip() == good)
    }

    @Test func aThirdValueInTheBranchIsTakenUpNotOverwritten() async throws {
        let world = try await ReloadWorld.served()
        let base = try #require(world.live.current?.commit)
        let first = try await world.origin.commit([
            "people/bob.toml": ReloadWorld.person("bob", "second")
        ])
        let tip = try await world.origin.commit([
            "people/eve.toml": ReloadWorld.person("eve", "third")
        ])
        let sighting = await world.fetch()
        // The plan is made outside the lock; while it waits for it, someone else's git moves the
        // branch to a commit between the two.
        let result = try await whileLockIsHeld(world, integrating: sighting) {
            try await world.server.git("update-ref", "refs/heads/main", first.hex, base.hex)
        }
        let report = try #require(result.report)
        #expect(report.outcome == .fastForwarded)
        #expect(report.behind == 1)
        #expect(world.live.current?.commit == tip)
        #expect(try await world.server.tip() == tip)
        #expect(world.live.current?.recordCount == 3)
    }

    @Test func aThirdValueThatDivergesIsRefusedAndKept() async throws {
        let world = try await ReloadWorld.served()
        let base = try #require(world.live.current?.commit)
        try await world.origin.commit(["people/bob.toml": ReloadWorld.person("bob", "second")])
        let own = try await world.server.commit(
            ["people/eve.toml": ReloadWorld.person("eve", "third")], to: "aside", parents: [base])
        let sighting = await world.fetch()
        let accepted = try await world.accepted()
        let result = try await whileLockIsHeld(world, integrating: sighting) {
            try await world.server.git("update-ref", "refs/heads/main", own.hex, base.hex)
        }
        #expect(result.word == "non-fast-forward")
        #expect(try await world.server.tip() == own)
        #expect(try await world.accepted() == accepted)
        #expect(world.live.current?.commit == base)
    }

    @Test func aCancelledIntegrationThatWaitsForTheLockChangesNothing() async throws {
        let world = try await ReloadWorld.served()
        try await world.origin.commit(["people/bob.toml": ReloadWorld.person("bob", "second")])
        let sighting = await world.fetch()
        let before = try await world.fingerprint()
        let result = try await world.lock.withLock {
            let integration = Task { await world.integrator().integrate(sighting) }
            try await world.until { world.lock.waiting == 1 }
            integration.cancel()
            return await integration.value
        }
        #expect(result.word == "not-yet")
        try await world.search.sweep()
        #expect(try await world.fingerprint() == before)
    }

    @Test func theBranchMovesBeforeTheSwap() async throws {
        let world = try await ReloadWorld.served()
        let tip = try await world.origin.commit([
            "people/bob.toml": ReloadWorld.person("bob", "second")
        ])
        let path = world.server.path
        let branch = world.branch
        let seen = Mutex<String?>(nil)
        var effects = Effects()
        let swap = effects.swap
        effects.swap = { live, next in
            let text = try? String(contentsOfFile: path + "/" + branch.ref.text, encoding: .utf8)
            seen.withLock { $0 = text }
            swap(live, next)
        }
        _ = await world.integrator(effects: effects).integrate(world.fetch())
        #expect(seen.withLock { $0 } == tip.hex + "\n")
    }

    private func whileLockIsHeld(
        _ world: ReloadWorld, integrating sighting: RemoteSighting,
        _ body: @Sendable () async throws -> Void
    ) async throws -> ReloadResult {
        async let result = world.integrator().integrate(sighting)
        try await world.lock.withLock {
            try await world.until { world.lock.waiting == 1 }
            try await body()
        }
        return await result
    }
}

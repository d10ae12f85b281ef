import Alerts
import Foundation
import GitAccess
import GitModel
import JSONModel
import LiveData
import Logging
import Reconcile
import Synchronization
import TestSupport
import Testing

@testable import Reload

@Suite("Objects that the disk lost") struct ObjectRecoveryTests {
    /// A server that diverged from its remote, its objects as loose files.
    private struct Patient: Sendable {
        let world: ReloadWorld
        let ours: CommitID
        let alerts = Record<JSON>()
        /// What each refetch sought.
        let sought = Record<[ObjectID]>()
        let now = Record<Date>([Date()])
        /// Where refetches go; nil: nowhere.
        let isReachable = Record<Bool>([true])

        init() async throws {
            world = try await ReloadWorld.served()
            let (server, packs) = (world.server, "server.git/objects/pack")
            for name in world.folder.listing(of: packs) where name.hasSuffix(".pack") {
                let path = world.folder.child("\(packs)/\(name)")
                let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
                for suffix in [".pack", ".idx", ".rev"] {
                    try? FileManager.default.removeItem(
                        atPath: path.replacing(".pack", with: suffix))
                }
                _ = try await server.git("unpack-objects", "-q", input: bytes)
            }
            ours = try await server.commit([
                "people/bob.toml": ReloadWorld.person("bob", "ours"),
                // Merged by field: what it was is needed.
                "people/ada.toml": "slug = \"ada\"\nbio = \"first\"\nage = 36\n",
            ])
            try await world.origin.commit(["people/ada.toml": ReloadWorld.person("ada", "theirs")])
        }

        func recovery() -> ObjectRecovery {
            let (world, sought, now, isReachable) = (world, sought, now, isReachable)
            let transport = Transport(
                environment: ProcessInfo.processInfo.environment,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            return ObjectRecovery(
                repository: world.repository, branch: world.branch,
                journal: ReloadWorld.makeJournal { [alerts] in alerts.add($0.body) },
                now: { now.all.last ?? Date() },
                refetch: { lost in
                    sought.add(lost)
                    let isThere = isReachable.all.last == true
                    return await transport.refetch(
                        remote: isThere ? world.origin.path : world.folder.child("nowhere"),
                        branch: world.branch, into: world.server.path, seeking: lost,
                        timeout: .seconds(30))
                }, look: { await world.fetch() })
        }

        func lose(_ revision: String, leavingEmpty: Bool = false) async throws -> ObjectID {
            let id = try #require(ObjectID(hex: try await world.server.git("rev-parse", revision)))
            let path = world.folder.child(
                "server.git/objects/\(id.hex.prefix(2))/\(id.hex.dropFirst(2))")
            try FileManager.default.removeItem(atPath: path)
            if leavingEmpty { try Data().write(to: URL(fileURLWithPath: path)) }
            return id
        }

        /// What has nothing of the repository in memory, as after a start.
        private func fresh() throws -> ReloadWorld {
            ReloadWorld(
                folder: world.folder, origin: world.origin, server: world.server,
                repository: try GitRepository(at: world.server.path), branch: world.branch,
                search: try SearchIndex(path: world.folder.child("search-\(UUID())")))
        }

        /// A reconcile as the server does it.
        func reconcile(_ recovery: ObjectRecovery) async throws -> ReloadResult {
            let integrator = try fresh().integrator()
            let sighting = await world.fetch()
            let first = await integrator.integrate(sighting, .reconcile)
            return await integrator.recovering(first, of: sighting, .reconcile, by: recovery)
        }
    }

    private final class Record<Item: Sendable>: Sendable {
        private let items: Mutex<[Item]>
        init(_ items: [Item] = []) { self.items = Mutex(items) }
        var all: [Item] { items.withLock { $0 } }
        func add(_ item: Item) { items.withLock { $0.append(item) } }
    }

    @Test(
        "what the remote has comes back, and the reconcile goes on",
        arguments: [
            ("main~1", true), ("main~1:people/ada.toml", false),
            ("main~1:people/ada.toml", true), ("main~1^{tree}", true),
        ])
    func whatTheRemoteHasComesBack(revision: String, isEmpty: Bool) async throws {
        let patient = try await Patient()
        let lost = try await patient.lose(revision, leavingEmpty: isEmpty)
        let result = try await patient.reconcile(patient.recovery())
        #expect(result.report?.outcome == .rebased, "\(result)")
        #expect(patient.sought.all == [[lost]])
        let told = patient.alerts.all
        #expect(told.map { $0["event"] } == [.string("local-damaged")])
        #expect(told.first?["objects"] == .array([.string(lost.hex)]))
        _ = try await patient.world.server.git("fsck", "--full")
    }

    @Test func whatTheRemoteDoesNotHaveIsNamedAndNotFetchedForEachTime() async throws {
        let patient = try await Patient()
        let lost = try await patient.lose("main^{tree}")
        let recovery = patient.recovery()
        for _ in 0..<3 {
            let refusal = try #require(try await patient.reconcile(recovery).refusal)
            guard case .localDamaged(let message) = refusal.reason else {
                Issue.record("\(refusal)")
                return
            }
            #expect(message.contains("\(lost.hex) is lost here, and the remote does not have it"))
        }
        #expect(patient.sought.all == [[lost]])
        try await patient.world.origin.commit(["a": "a"])
        _ = try await patient.reconcile(recovery)
        #expect(patient.sought.all.count == 2, "the remote moved")
        patient.now.add(Date() + 3601)
        _ = try await patient.reconcile(recovery)
        #expect(patient.sought.all.count == 3, "an hour later")
        #expect(try await patient.world.server.tip() == patient.ours)
        #expect(patient.world.folder.listing(of: "server.git/objects/pack").count <= 9)
        #expect(patient.alerts.all.isEmpty, "the reload's own alert is not this one's")
    }

    @Test func theNextTryHealsOnceTheRemoteIsBack() async throws {
        let patient = try await Patient()
        let lost = try await patient.lose("main~1:people/ada.toml")
        patient.isReachable.add(false)
        let recovery = patient.recovery()
        let refusal = try await patient.reconcile(recovery).refusal
        let text = String(describing: refusal?.reason)
        #expect(text.contains("\(lost.hex) is lost here, and the remote could not be asked"))
        patient.isReachable.add(true)
        #expect(try await patient.reconcile(recovery).report?.outcome == .rebased)
    }

    @Test func aSecondLossThatTheRemoteDoesNotHaveIsSaidAfterTheFirstIsBack() async throws {
        let patient = try await Patient()
        let theirs = try await patient.lose("main~1^{tree}")
        let ours = try await patient.lose("main:people/bob.toml")
        let recovery = patient.recovery()
        for _ in 0..<2 {
            let refusal = try await patient.reconcile(recovery).refusal
            let text = String(describing: refusal?.reason)
            #expect(text.contains("\(ours.hex) is lost here, and the remote does not have it"))
        }
        #expect(patient.sought.all == [[theirs]])
    }

    @Test func whatADiskGarblesIsLeftToAHuman() async throws {
        let patient = try await Patient()
        let id = try await patient.lose("main~1:people/ada.toml")
        try patient.world.folder.write(
            "garbage", to: "server.git/objects/\(id.hex.prefix(2))/\(id.hex.dropFirst(2))")
        #expect(try await patient.reconcile(patient.recovery()).word == "local-damaged")
        #expect(patient.sought.all.isEmpty)
    }
}

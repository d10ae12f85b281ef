import GitAccess
import GitModel
import LiveData
import Reconcile
import Reload
import Synchronization
import TestSupport
import Testing

/// The remote as it was seen before a push of ours landed must not look like one that was rewound.
@Suite("Pushes that land during a reload") struct PushDuringReloadTests {
    /// Two commits that only the server has, on what the remote has.
    private struct Ahead {
        let world: ReloadWorld
        let base: CommitID
        let first: CommitID
        let second: CommitID

        init() async throws {
            world = try await ReloadWorld.served()
            base = try #require(try await world.origin.tip())
            first = try await world.server.commit([
                "people/ada.toml": ReloadWorld.person("ada", "second")
            ])
            second = try await world.server.commit([
                "people/ada.toml": ReloadWorld.person("ada", "third")
            ])
        }

        /// What a push daemon does: the first commit gets to the remote, and that is remembered.
        func push() async throws {
            try await world.server.git(
                "push", "--quiet", world.origin.path, "\(first.hex):refs/heads/main")
            try await world.server.git("update-ref", "refs/livetree/accepted/main", first.hex)
        }
    }

    @Test(arguments: ["after-fetched", "before-accepted"], [ReconcilePolicy.refuse, .reconcile])
    func areNoRewindOfTheRemote(point: String, policy: ReconcilePolicy) async throws {
        let ahead = try await Ahead()
        let isPushed = Mutex(false)
        var effects = Effects()
        effects.hooks.point = { name in
            guard name == point else { return }
            let isFirst = isPushed.withLock { done in
                defer { done = true }
                return !done
            }
            guard isFirst else { return }
            do { try await ahead.push() } catch { Issue.record(error) }
        }
        let sighting = await ahead.world.fetch()
        let result = await ahead.world.integrator(effects: effects).integrate(
            sighting, policy, since: AcceptedBefore(ahead.base))
        #expect(isPushed.withLock { $0 })
        #expect(result.word == "pushed-ahead", "\(result)")
        #expect(ahead.world.live.current?.commit == ahead.second)
        #expect(try await ahead.world.server.tip() == ahead.second)
        #expect(try await ahead.world.accepted() == ahead.first)
        #expect(try await !ahead.world.server.allRefs().contains("conflicts/"))
    }

    @Test func makeNoObservationOutOfTwoMoments() async throws {
        let ahead = try await Ahead()
        let repository = ahead.world.repository
        let ref = ahead.world.branch.acceptedRef
        let observer = RemoteObserver(repository: repository, branch: ahead.world.branch)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    for (old, new) in [(ahead.base, ahead.first), (ahead.first, ahead.base)] {
                        _ = try await repository.move(ref, from: old, to: new, reason: "test")
                        await Task.yield()
                    }
                }
            }
            var seen: Set<CommitID> = []
            var rounds = 0
            while rounds < 300 || seen.count < 2 {
                rounds += 1
                try #require(rounds < 20_000, "the reference never moved: \(seen)")
                let observation = await observer.observe(
                    .tip(ahead.base), since: AcceptedBefore(ahead.base))
                guard case .tip(let tip) = observation.remote else {
                    Issue.record("\(observation)")
                    break
                }
                seen.insert(tip.commit)
                #expect(tip.commit == tip.accepted && tip.containsAccepted)
                #expect(tip.withdrawn == 0 && tip.own == tip.relation?.ahead)
            }
            group.cancelAll()
        }
    }
}

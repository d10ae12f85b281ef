import GitAccess
import GitModel
import TestSupport
import Testing

@Suite("Fetching over HTTP")
struct TransportHTTPTests {
    private struct Arena {
        let world: World
        let clone: TestRepository
        let tip: CommitID

        /// The clone lacks a commit with enough random bytes that half a pack is half of it.
        init() async throws {
            world = try await World()
            clone = try await world.clone()
            var random = SplitMix(seed: 7)
            let noise = (0..<200_000).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            tip = try await world.origin.commit(["noise": .bytes(noise)])
        }

        func fetch(_ manner: HTTPRemote.Manner, timeout: Duration) async throws -> FetchResult {
            try await HTTPRemote.with(root: world.folder.path) { [self] url in
                await World.transport().fetch(
                    remote: url(manner, "origin.git"), branch: world.main, into: clone.path,
                    timeout: timeout)
            }
        }
    }

    @Test func aServingRemoteIsFetched() async throws {
        let arena = try await Arena()
        #expect(
            try await arena.fetch(.serve, timeout: .seconds(30)) == .fetched(remoteTip: arena.tip))
    }

    @Test(
        "a failing remote → reason",
        arguments: [
            (HTTPRemote.Manner.unauthorized, TransportFailure.Reason.authentication),
            (.forbidden, .authentication), (.missing, .unreachable), (.broken, .transport),
            (.dies, .transport),
        ])
    func failures(manner: HTTPRemote.Manner, reason: TransportFailure.Reason) async throws {
        let arena = try await Arena()
        let result = try await arena.fetch(manner, timeout: .seconds(30))
        guard case .failed(let failure) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(failure.reason == reason, "\(failure.message)")
        #expect(failure.side == .remote)
        #expect(!failure.message.isEmpty)
        #expect(try await arena.clone.tip(of: "refs/remotes/origin/main") == nil)
        #expect(
            try await arena.fetch(.serve, timeout: .seconds(30)) == .fetched(remoteTip: arena.tip))
    }

    @Test(
        "a remote that stands still → timeout", arguments: [HTTPRemote.Manner.silent, .stalls])
    func timeouts(manner: HTTPRemote.Manner) async throws {
        let arena = try await Arena()
        let start = ContinuousClock.now
        let result = try await arena.fetch(manner, timeout: .seconds(1))
        guard case .failed(let failure) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(failure.reason == .timeout, "\(failure.message)")
        // Long before git or curl would give up by themselves.
        #expect(ContinuousClock.now - start < .seconds(20))
        #expect(try await arena.clone.tip(of: "refs/remotes/origin/main") == nil)
    }

    @Test func aRefusedConnectionIsUnreachable() async throws {
        let world = try await World()
        // The port of a server that is gone.
        let url = try await HTTPRemote.with(root: world.folder.path) { $0(.serve, "origin.git") }
        let result = await World.transport().fetch(
            remote: url, branch: world.main, into: world.origin.path, timeout: .seconds(20))
        guard case .failed(let failure) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(failure.reason == .unreachable, "\(failure.message)")
    }

    @Test func credentialsOfTheURLAreNotTold() async throws {
        let arena = try await Arena()
        let messages = try await HTTPRemote.with(root: arena.world.folder.path) { url in
            var messages: [String] = []
            for manner in [HTTPRemote.Manner.unauthorized, .missing, .broken, .dies] {
                let address = url(manner, "origin.git")
                    .replacing("http://", with: "http://robot:s3cr3t-token@")
                let result = await World.transport().fetch(
                    remote: address, branch: arena.world.main, into: arena.clone.path,
                    timeout: .seconds(20))
                if case .failed(let failure) = result { messages.append(failure.message) }
            }
            return messages
        }
        #expect(messages.count == 4)
        #expect(!messages.joined().contains("s3cr3t"))
        #expect(!messages.joined().contains("robot"))
    }
}

import GitAccess
import Push
import TestSupport
import Testing

/// What becomes of a push that a write waits for, when its report does not come.
struct PushDeliveryTests {
    /// A failure that says so much of the push's arrival.
    private static func lost(_ arrival: PushArrival) -> PushResult {
        var failure = TransportFailure(reason: .transport, message: "hung up")
        failure.arrival = arrival
        return .failed(failure, retryAfter: nil)
    }

    @Test(arguments: [PushArrival.ended, .open])
    func isDeliveredWhenTheRemoteHasIt(arrival: PushArrival) async throws {
        let world = try await PushWorld()
        world.lie(Self.lost(arrival))
        let answer = await world.makeDaemon().deliver(try await world.write("cyd"))
        guard case .delivered = answer else {
            Issue.record("\(answer)")
            return
        }
    }

    @Test func isUnknownWhileTheRemoteMayStillBeAtIt() async throws {
        let world = try await PushWorld()
        try world.hook("pre-receive", "exit 1")
        world.lie(Self.lost(.open))
        let answer = await world.makeDaemon().deliver(try await world.write("cyd"))
        guard case .unknown = answer else {
            Issue.record("\(answer)")
            return
        }
    }

    @Test(arguments: [PushArrival.never, .ended])
    func hasFailedWhenTheRemoteIsOver(arrival: PushArrival) async throws {
        let world = try await PushWorld()
        try world.hook("pre-receive", "exit 1")
        world.lie(Self.lost(arrival))
        let answer = await world.makeDaemon().deliver(try await world.write("cyd"))
        guard case .failed = answer else {
            Issue.record("\(answer)")
            return
        }
    }

    /// The lease of what may still be under way does not hold any more.
    @Test func isDivergedWhenTheRemoteIsElsewhere() async throws {
        let world = try await PushWorld()
        try world.hook("pre-receive", "exit 1")
        let own = try await world.write("cyd")
        try await world.origin.commit(["people/zoe.toml": "name = \"Zoe\"\n"])
        world.lie(Self.lost(.open))
        let answer = await world.makeDaemon().deliver(own)
        guard case .diverged = answer else {
            Issue.record("\(answer)")
            return
        }
    }
}

import GitAccess
import GitModel
import Push
import ServiceLifecycle
import TestSupport
import Testing

@Suite("The push daemon leaves", .timeLimit(.minutes(10)))
struct PushShutdownTests {
    @Test func aPushInFlightIsFinished() async throws {
        let world = try await PushWorld()
        let gate = try Gate(world)
        let own = try await world.write("cyd")
        try await world.withService { daemon, services in
            daemon.notify(.tip(own))
            try await eventually("the push reaches the remote") { gate.reached == 1 }
            await services.triggerGracefulShutdown()
            try await eventually("it gets its time") { world.clock.alarms == [.seconds(30)] }
            #expect(daemon.status.running)
            try gate.open()
        }
        #expect(try await world.origin.tip() == own)
        #expect(try await world.clone.tip(of: world.main.acceptedRef.text) == own)
        #expect(world.book.lines("push-stopped").count == 1)
    }

    @Test func aPushThatTakesTooLongIsGivenUp() async throws {
        let world = try await PushWorld()
        let gate = try Gate(world)
        let own = try await world.write("cyd")
        try await world.withService { daemon, services in
            daemon.notify(.tip(own))
            try await eventually("the push reaches the remote") { gate.reached == 1 }
            await services.triggerGracefulShutdown()
            try await eventually("it gets its time") { world.clock.alarms == [.seconds(30)] }
            world.clock.advance(by: .seconds(30))
        }
        #expect(try await world.origin.tip() == world.base)
        #expect(try await world.clone.tip(of: world.main.acceptedRef.text) == world.base)
        #expect(world.book.lines("push-stopped").first?.fields["pendingCommits"] == "1")
    }

    @Test func whatIsJustDueIsStillPushed() async throws {
        let world = try await PushWorld()
        let gate = try Gate(world)
        let first = try await world.write("cyd")
        let second = try await world.write("dan")
        try await world.withService { daemon, services in
            daemon.notify(.tip(first))
            try await eventually("the push reaches the remote") { gate.reached == 1 }
            daemon.notify(.tip(second))
            await services.triggerGracefulShutdown()
            try gate.open()
            try await eventually("the next one too") { gate.reached == 2 }
            try gate.open()
        }
        #expect(try await world.origin.tip() == second)
    }

    /// The clock stands still: whoever waited for it would never leave.
    @Test("backing off, declined or halted", arguments: ["away", "declined", "moved"])
    func leavesAtOnce(trouble: String) async throws {
        let world = try await PushWorld()
        switch trouble {
        case "away": try world.rename(world.origin.path, to: world.folder.child("away.git"))
        case "declined": try world.hook("pre-receive", "exit 1")
        default: try await world.origin.commit(["people/zoe.toml": ""])
        }
        let own = try await world.write("cyd")
        try await world.withService { daemon, services in
            #expect(await !daemon.tell(own))
            await services.triggerGracefulShutdown()
        }
        #expect(world.seen.pushes.count == 1)
    }

    @Test func whoStillWaitsIsToldNo() async throws {
        let world = try await PushWorld()
        let daemon = world.makeDaemon()
        let own = try await world.write("cyd")
        try world.hook("pre-receive", "exit 1")
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await daemon.run() }
            #expect(await !daemon.tell(own))
            group.cancelAll()
            try await group.waitForAll()
        }
        daemon.notify(.tip(own))
        #expect(await !daemon.settled())
        #expect(!daemon.status.running)
    }

    @Test func settlingHasABound() async throws {
        let world = try await PushWorld()
        let daemon = world.makeDaemon()
        daemon.notify(.tip(world.base))
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { await daemon.settle(within: .seconds(5)) }
            while world.clock.alarms != [.seconds(5)] { await Task.yield() }
            world.clock.advance(by: .seconds(5))
            #expect(await group.next() == false)
        }
    }
}

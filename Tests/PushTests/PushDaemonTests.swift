import GitAccess
import GitModel
import Logging
import Push
import TestSupport
import Testing

@Suite("The push daemon carries the branch", .timeLimit(.minutes(10)))
struct PushDaemonTests {
    @Test func pushesWhatIsServedAndRemembersIt() async throws {
        let world = try await PushWorld()
        let own = try await world.write("cyd")
        try await world.withDaemon { daemon in
            #expect(await daemon.tell(own))
            #expect(daemon.status.running)
            #expect(daemon.status.state == .idle)
            #expect(daemon.status.pendingCommits == 0)
            #expect(daemon.status.lastPushAt != nil)
            #expect(daemon.status.lastError == nil)
        }
        #expect(try await world.origin.tip() == own)
        #expect(try await world.clone.tip(of: world.main.acceptedRef.text) == own)
        let line = try #require(world.book.lines("pushed").first)
        #expect(line.level == .info)
        #expect(line.fields["commit"] == own.hex)
        #expect(line.fields["branch"] == "main")
        #expect(line.fields["durationMs"] != nil)
        #expect(world.book.events == ["pushed"])
    }

    @Test func whatIsNotServedIsNotPushed() async throws {
        let world = try await PushWorld()
        let served = try await world.write("cyd")
        let newer = try await world.write("dan")
        try await world.withDaemon { daemon in
            #expect(await daemon.tell(nil))
            let before = try await world.origin.tip()
            #expect(before == world.base)
            #expect(daemon.status.pendingCommits == 2)
            #expect(await daemon.tell(served))
            let after = try await world.origin.tip()
            #expect(after == served)
            #expect(daemon.status.pendingCommits == 1)
            #expect(await daemon.tell(newer))
            #expect(daemon.status.pendingCommits == 0)
        }
    }

    @Test func onePushCarriesEverythingThatWaited() async throws {
        let world = try await PushWorld()
        let gate = try Gate(world)
        var tip = try await world.write("first")
        try await world.withDaemon { daemon in
            daemon.notify(.tip(tip))
            try await eventually("the push reaches the remote") { gate.reached == 1 }
            #expect(daemon.status.state == .pushing)
            for number in 0..<20 {
                tip = try await world.write("more\(number)")
                daemon.notify(.tip(tip))
            }
            try gate.open()
            try await eventually("the next push reaches the remote") { gate.reached == 2 }
            try gate.open()
            #expect(await daemon.settled())
        }
        #expect(world.seen.pushes.count == 2)
        #expect(try await world.origin.tip() == tip)
    }

    @Test func aRestartGoesOnWhereTheReferencesStand() async throws {
        let world = try await PushWorld()
        let own = try await world.write("cyd")
        try world.hook("pre-receive", "exit 1")
        try await world.withDaemon { #expect(await !$0.tell(own)) }
        try world.unhook("pre-receive")
        try await world.withDaemon { #expect(await $0.tell(own)) }
        try await world.withDaemon { #expect(await $0.tell(own)) }
        #expect(world.seen.pushes.count == 2)
        #expect(try await world.origin.tip() == own)
    }

    @Test func aBranchIsCreatedOnlyWhereItsAbsenceWasAccepted() async throws {
        let world = try await PushWorld(isKnown: false)
        try await world.origin.git("update-ref", "-d", "refs/heads/main")
        try await world.withDaemon { daemon in
            #expect(await !daemon.tell(world.base))
            #expect(daemon.status.state == .idle)
            #expect(daemon.status.pendingCommits == 2)
            #expect(world.seen.pushes.isEmpty)
            #expect(world.seen.looks == 1)
            #expect(world.seen.diverged == 1)
            try await world.clone.git("update-ref", world.main.absentRef.text, world.base.hex)
            daemon.notify(.reconciled(world.base))
            #expect(await daemon.settled())
        }
        #expect(try await world.origin.tip() == world.base)
        #expect(try await world.clone.tip(of: world.main.acceptedRef.text) == world.base)
        #expect(try await world.clone.tip(of: world.main.absentRef.text) == nil)
    }

    @Test func aRemoteThatWasNeverComparedIsOnlyLookedAt() async throws {
        let world = try await PushWorld(isKnown: false)
        let own = try await world.write("cyd")
        try await world.withDaemon { daemon in
            #expect(await !daemon.tell(own))
            #expect(await !daemon.tell(own))
            #expect(world.seen.pushes.isEmpty)
            #expect(world.seen.looks == 1)
            #expect(world.seen.diverged == 1)
            #expect(world.book.events.isEmpty)
            try await world.accept(world.base)
            daemon.notify(.reconciled(own))
            #expect(await daemon.settled())
        }
        #expect(try await world.origin.tip() == own)
    }

    @Test func aTipWithoutTheAcceptedOneHaltsUntilItsReconcile() async throws {
        let world = try await PushWorld()
        let own = try await world.write("cyd")
        let theirs = try await world.clone.commit(
            ["people/zoe.toml": ""], to: "theirs", parents: [world.base])
        try await world.accept(theirs)
        try await world.withDaemon { daemon in
            #expect(await !daemon.tell(own))
            #expect(world.seen.pushes.isEmpty)
            #expect(daemon.status.state == .halted)
            #expect(daemon.status.reason == .nonFastForward)
            #expect(world.seen.looks == 1)
        }
    }

    @Test func theRemoteMayBeAheadOfWhatIsServed() async throws {
        let world = try await PushWorld()
        let own = try await world.write("cyd")
        try await world.accept(own)
        try await world.withDaemon { #expect(await $0.tell(world.base)) }
        #expect(world.seen.pushes.isEmpty)
    }
}

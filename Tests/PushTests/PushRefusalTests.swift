import GitAccess
import GitModel
import Logging
import Push
import TestSupport
import Testing

@Suite("The push daemon and a remote that refuses", .timeLimit(.minutes(10)))
struct PushRefusalTests {
    @Test func aRemoteThatMovedOnHaltsItWithoutSpinning() async throws {
        let world = try await PushWorld()
        let theirs = try await world.origin.commit(["people/zoe.toml": ""])
        var own = try await world.write("cyd")
        try await world.withDaemon { daemon in
            #expect(await !daemon.tell(own))
            #expect(daemon.status.state == .halted)
            #expect(daemon.status.reason == .nonFastForward)
            #expect(daemon.status.pendingCommits == 1)
            #expect(daemon.status.currentAttempt == 1)
            #expect(daemon.status.currentBackoff == nil)
            #expect(daemon.status.lastError?.reason == .nonFastForward)
            world.clock.advance(by: .seconds(7200))
            #expect(await !daemon.tell(own))
            #expect(world.seen.pushes.count == 1)
            own = try await world.write("dan")
            #expect(await !daemon.tell(own))
            #expect(world.seen.pushes.count == 2)
            #expect(world.seen.diverged == 2)
            #expect(daemon.status.pendingCommits == 2)
            #expect(daemon.status.lastError?.attempt == 2)
            // What a reconcile does: accept theirs, replay ours onto it.
            try await world.accept(theirs)
            own = try await world.write("cyd-replayed", onto: theirs)
            // A plain notice right behind does not take the reconcile back.
            daemon.notify(.reconciled(own))
            daemon.notify(.tip(own))
            #expect(await daemon.settled())
            #expect(daemon.status.state == .idle)
            #expect(daemon.status.pendingCommits == 0)
            #expect(daemon.status.lastError?.attempt == 2, "it stays until the next one")
        }
        #expect(try await world.origin.tip() == own)
        let lines = world.book.lines("push-non-fast-forward")
        #expect(lines.map(\.level) == [.error, .error])
        #expect(lines.map { $0.fields["pendingCommits"] } == ["1", "2"])
        #expect(lines.map { $0.fields["attempt"] } == ["1", "2"])
        #expect(lines.allSatisfy { $0.fields["reason"] == "non-fast-forward" })
        #expect(lines.allSatisfy { $0.fields["err"]?.contains("stale info") == true })
        #expect(world.book.lines("push-retry").isEmpty)
        #expect(world.book.lines("push-failed").isEmpty)
    }

    @Test func aDeletedBranchIsNotMadeAnew() async throws {
        let world = try await PushWorld()
        let own = try await world.write("cyd")
        try await world.origin.git("update-ref", "-d", "refs/heads/main")
        try await world.withDaemon { daemon in
            #expect(await !daemon.tell(own))
            #expect(daemon.status.state == .halted)
            #expect(daemon.status.reason == .remoteBranchMissing)
            #expect(world.seen.diverged == 1)
            world.clock.advance(by: .seconds(7200))
            #expect(await !daemon.tell(own))
        }
        #expect(world.seen.pushes.count == 1)
        #expect(try await world.origin.allRefs().isEmpty)
        #expect(world.book.events == ["push-failed", "push-attention"])
        #expect(world.book.lines("push-failed").first?.level == .warning)
        #expect(world.book.lines("push-attention").first?.level == .error)
        #expect(world.book.lines("push-attention").first?.fields["hint"] != nil)
    }

    @Test func aRewoundRemoteGetsNothingBack() async throws {
        let world = try await PushWorld()
        let first = try await world.origin.git("rev-parse", "main~1")
        let kept = try await world.escape()
        let own = try await world.write("cyd")
        try await world.origin.git("update-ref", "refs/heads/main", first)
        try await world.withDaemon { daemon in
            #expect(await !daemon.tell(own))
            #expect(daemon.status.state == .halted)
            #expect(daemon.status.reason == .nonFastForward)
            #expect(daemon.status.pendingCommits == 2)
        }
        #expect(try await world.origin.allRefs() == "\(first) refs/heads/main")
        #expect(world.seen.pushes.count == 2)
        // The same after a restart, and for a plain new tip.
        let more = try await world.write("dan")
        try await world.withDaemon { #expect(await !$0.tell(more)) }
        #expect(try await world.origin.allRefs() == "\(first) refs/heads/main")
        #expect(try await world.clone.tip(of: kept.branch.ref.text) == kept.commit)
    }

    @Test func aDeclinedPushIsTriedSlowlyAndToldOnce() async throws {
        let world = try await PushWorld()
        let own = try await world.write("cyd")
        try world.hook("pre-receive", "echo no names >&2; exit 1")
        try await world.withDaemon { daemon in
            #expect(await !daemon.tell(own))
            #expect(daemon.status.state == .backingOff)
            #expect(daemon.status.reason == .remoteRejected)
            #expect(daemon.status.currentBackoff == .seconds(600))
            #expect(daemon.status.lastError?.message.contains("no names") == true)
            world.clock.advance(by: .seconds(599))
            #expect(await !daemon.tell(own))
            #expect(world.seen.pushes.count == 1)
            world.clock.advance(by: .seconds(1))
            try await eventually("it is tried again") { daemon.status.currentAttempt == 2 }
            // A new tip is tried before the ten minutes are over.
            try world.unhook("pre-receive")
            try await eventually("it waits") { !world.clock.alarms.isEmpty }
            world.clock.advance(by: .seconds(5))
            let more = try await world.write("dan")
            #expect(await daemon.tell(more))
        }
        #expect(world.seen.pushes.count == 3)
        #expect(world.book.lines("push-attention").count == 1)
        #expect(
            world.book.events == [
                "push-failed", "push-retry", "push-attention", "push-failed", "push-retry",
                "pushed",
            ])
        #expect(world.book.lines("push-retry").first?.fields["nextDelayMs"] == "600000.0")
    }

    @Test func anUnreachableRemoteIsTriedWithBackoffUntilItIsBack() async throws {
        let world = try await PushWorld()
        let own = try await world.write("cyd")
        let (home, away) = (world.origin.path, world.folder.child("away.git"))
        try world.rename(home, to: away)
        try await world.withDaemon { daemon in
            #expect(await !daemon.tell(own))
            #expect(daemon.status.state == .backingOff)
            #expect(daemon.status.reason == .unreachable)
            #expect(daemon.status.currentBackoff == .seconds(1))
            for (attempt, wait) in [(2, 1), (3, 2), (4, 4)] {
                try await eventually("it waits") { !world.clock.alarms.isEmpty }
                world.clock.advance(by: .seconds(wait))
                try await eventually("attempt \(attempt)") {
                    daemon.status.lastError?.attempt == attempt
                        && daemon.status.state == .backingOff
                }
            }
            #expect(await !daemon.tell(own), "a notice does not shorten the wait")
            #expect(world.seen.pushes.count == 4)
            try world.rename(away, to: home)
            daemon.notify(.reconciled(own))
            #expect(await daemon.settled())
            #expect(daemon.status.currentAttempt == 0)
        }
        #expect(try await world.origin.tip() == own)
        #expect(
            world.book.lines("push-retry").map { $0.fields["nextDelayMs"] }
                == ["1000.0", "2000.0", "4000.0", "8000.0"])
        #expect(world.book.lines("push-attention").isEmpty)
    }

    @Test func aLostReportIsFoundOutByLooking() async throws {
        let world = try await PushWorld()
        let own = try await world.write("cyd")
        world.lie(
            .failed(TransportFailure(reason: .transport, message: "hung up"), retryAfter: nil))
        try await world.withDaemon { #expect(await $0.tell(own)) }
        #expect(world.seen.pushes.count == 1)
        #expect(world.seen.looks == 1)
        #expect(try await world.clone.tip(of: world.main.acceptedRef.text) == own)
        #expect(world.book.events == ["pushed"])
    }

    @Test func aBusyRemoteIsLeftAloneAsLongAsItAsks() async throws {
        let world = try await PushWorld()
        try world.hook("pre-receive", "exit 1")
        let own = try await world.write("cyd")
        let busy = TransportFailure(
            reason: .transport, message: "The requested URL returned error: 429")
        for wait in [7, 7200] { world.lie(.failed(busy, retryAfter: .seconds(wait))) }
        try await world.withDaemon { daemon in
            #expect(await !daemon.tell(own))
            #expect(daemon.status.currentBackoff == .seconds(7))
            #expect(world.seen.looks == 0)
            world.clock.advance(by: .seconds(7))
            try await eventually("it is tried again") { daemon.status.lastError?.attempt == 2 }
            #expect(daemon.status.currentBackoff == world.timing.cap)
        }
    }

    @Test func aPushThatArrivedAfterItsDeadlineIsBuiltUpon() async throws {
        let world = try await PushWorld()
        let first = try await world.write("cyd")
        world.lie(.failed(TransportFailure(reason: .timeout, message: "slow"), retryAfter: nil))
        try await world.withDaemon { daemon in
            #expect(await !daemon.tell(first))
            #expect(daemon.status.reason == .timeout)
            let second = try await world.write("dan")
            world.clock.advance(by: .seconds(1))
            #expect(await daemon.tell(second))
            #expect(try await world.origin.tip() == second)
            #expect(try await world.clone.tip(of: world.main.acceptedRef.text) == second)
        }
        #expect(world.book.events.prefix(3) == ["push-failed", "push-retry", "pushed"])
        // The clock may wake the daemon before it hears of the second: then there are two.
        #expect(world.book.events.dropFirst(3).allSatisfy { $0 == "pushed" })
        #expect(world.book.events.count <= 4)
    }

    @Test func aLostRaceIsLookedAtBeforeItIsCalledAnything() async throws {
        let world = try await PushWorld()
        let theirs = try await world.origin.commit(["people/zoe.toml": ""], to: "side")
        try world.hook(
            "pre-receive",
            "unset GIT_QUARANTINE_PATH; git update-ref refs/heads/main \(theirs)")
        let own = try await world.write("cyd")
        try await world.withDaemon { daemon in
            #expect(await !daemon.tell(own))
            #expect(daemon.status.state == .halted)
            #expect(daemon.status.reason == .nonFastForward)
        }
        #expect(world.seen.looks == 1)
        #expect(try await world.origin.tip() == theirs)
    }

    @Test func aLockHeldOnTheRemoteIsNoDivergence() async throws {
        let world = try await PushWorld()
        let own = try await world.write("cyd")
        let lock = try world.folder.write("", to: "origin.git/refs/heads/main.lock")
        try await world.withDaemon { daemon in
            #expect(await !daemon.tell(own))
            #expect(daemon.status.state == .backingOff)
            #expect(daemon.status.reason == .unknown)
            try world.remove(lock)
            world.clock.advance(by: .seconds(1))
            try await eventually("it is pushed") { daemon.status.state == .idle }
        }
        #expect(world.seen.diverged == 0)
        #expect(try await world.origin.tip() == own)
    }

    @Test func troubleOfThisMachineIsToldAndGetsOver() async throws {
        let world = try await PushWorld()
        let own = try await world.write("cyd")
        let path = world.clone.path + "/" + world.main.acceptedRef.text
        try world.folder.write("not a commit\n", to: "clone.git/" + world.main.acceptedRef.text)
        try await world.withDaemon { daemon in
            #expect(await !daemon.tell(own))
            #expect(daemon.status.state == .backingOff)
            #expect(daemon.status.reason == .unknown)
            try world.remove(path)
            try await world.accept(world.base)
            world.clock.advance(by: .seconds(1))
            try await eventually("it is pushed") { daemon.status.lastPushAt != nil }
        }
        #expect(try await world.origin.tip() == own)
        #expect(world.book.lines("push-attention").count == 1)
    }
}

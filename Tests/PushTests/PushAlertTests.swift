import GitAccess
import GitModel
import JSONModel
import Push
import TestSupport
import Testing

@Suite("Alerts of the push daemon", .timeLimit(.minutes(10))) struct PushAlertTests {
    @Test func aHaltIsOneAlertOverManyTipsAndAReconcileArmsItAgain() async throws {
        let world = try await PushWorld()
        let theirs = try await world.origin.commit(["people/zoe.toml": ""])
        try await world.withDaemon { daemon in
            for name in ["cyd", "dan", "eve"] {
                let tip = try await world.write(name)
                #expect(await !daemon.tell(tip))
                world.clock.advance(by: .seconds(3600))
            }
            #expect(world.seen.pushes.count == 3)
            #expect(world.alerts.count == 1)
            let alert = try #require(world.alerts.first)
            #expect(alert["event"] == "push-halted" && alert["reason"] == "non-fast-forward")
            #expect(alert["branch"] == "main" && alert["pendingCommits"] == 1)
            #expect(alert["err"]?.text?.contains("stale info") == true)
            #expect(alert["hint"]?.text?.contains("reconcile") == true)

            try await world.accept(theirs)
            let own = try await world.write("replayed", onto: theirs)
            daemon.notify(.reconciled(own))
            #expect(await daemon.settled())
            #expect(world.alerts.count == 1)

            try await world.origin.commit(["people/yan.toml": ""])
            let tip = try await world.write("fay", onto: own)
            #expect(await !daemon.tell(tip))
            #expect(world.alerts.count == 2)
        }
    }

    @Test func whereReconcilesHealADivergenceOnlyOneThatLastsIsAnAlert() async throws {
        let world = try await PushWorld()
        try await world.origin.commit(["people/zoe.toml": ""])
        try await world.withDaemon(healsDivergence: true) { daemon in
            for (name, count) in [("cyd", 0), ("dan", 0), ("eve", 1), ("fay", 1)] {
                let tip = try await world.write(name)
                #expect(await !daemon.tell(tip))
                #expect(world.alerts.count == count)
                world.clock.advance(by: .seconds(3600))
            }
        }
    }

    @Test func aRefusalByTheRemoteIsOneAlertUntilItAccepts() async throws {
        let world = try await PushWorld()
        try world.hook("pre-receive", "echo no pushes today >&2; exit 1")
        let own = try await world.write("cyd")
        try await world.withDaemon { daemon in
            #expect(await !daemon.tell(own))
            for _ in 0..<3 {
                // A look at the remote finds nothing in the way, and it is declined again.
                daemon.notify(.reconciled(own))
                #expect(await !daemon.settled())
            }
            #expect(world.seen.pushes.count == 4)
            #expect(world.alerts.map { $0["reason"] } == ["remote-rejected"])
            #expect(world.alerts[0]["err"]?.text?.contains("no pushes today") == true)
            try world.unhook("pre-receive")
            daemon.notify(.reconciled(own))
            #expect(await daemon.settled())
            try world.hook("pre-receive", "exit 1")
            let tip = try await world.write("dan")
            #expect(await !daemon.tell(tip))
            #expect(world.alerts.count == 2)
        }
    }

    @Test func refusedCredentialsAreOneAlertUntilTheLineWorks() async throws {
        let world = try await PushWorld()
        let refusal = PushResult.failed(
            TransportFailure(reason: .authentication, message: "401"), retryAfter: nil)
        let own = try await world.write("cyd")
        try world.hook("pre-receive", "exit 1")
        for _ in 0..<3 { world.lie(refusal) }
        try await world.withDaemon { daemon in
            #expect(await !daemon.tell(own))
            for _ in 0..<2 {
                daemon.notify(.reconciled(own))
                #expect(await !daemon.settled())
            }
            #expect(world.alerts.map { $0["event"] } == ["authentication-failed"])
            try world.unhook("pre-receive")
            daemon.notify(.reconciled(own))
            #expect(await daemon.settled())
            #expect(world.alerts.count == 1)
        }
    }

    @Test func aBranchThatIsGoneIsOneAlert() async throws {
        let world = try await PushWorld()
        let own = try await world.write("cyd")
        try await world.origin.git("update-ref", "-d", "refs/heads/main")
        try await world.withDaemon { daemon in
            #expect(await !daemon.tell(own))
            world.clock.advance(by: .seconds(7200))
            let tip = try await world.write("dan")
            #expect(await !daemon.tell(tip))
            #expect(world.alerts.map { $0["reason"] } == ["remote-branch-missing"])
        }
    }

    @Test func aRemoteThatIsAwayIsNoAlert() async throws {
        let world = try await PushWorld()
        let own = try await world.write("cyd")
        try world.rename(world.origin.path, to: world.origin.path + ".away")
        try await world.withDaemon { daemon in
            #expect(await !daemon.tell(own))
            #expect(daemon.status.state == .backingOff)
            #expect(world.alerts.isEmpty)
        }
    }

    @Test func aConflictBranchLeftUnpushedIsToldAtTheStart() async throws {
        let world = try await PushWorld()
        let kept = try await world.escape()
        for _ in 0..<2 {
            try await world.withDaemon { daemon in
                _ = await daemon.tell(world.base)
                #expect(daemon.status.state == .idle)
            }
        }
        // The second daemon finds it on the remote.
        #expect(world.alerts.map { $0["event"] } == ["conflict-escaped"])
        #expect(world.alerts[0]["conflictBranch"]?.text == kept.branch.text)
    }
}

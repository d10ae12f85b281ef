import GitModel
import LiveData
import Reconcile
import TestSupport
import Testing

@testable import Reload

@Suite("Reloading, shared by all who wait", .timeLimit(.minutes(5))) struct ReloaderTests {
    @Test func picksUpAPush() async throws {
        let world = try await ReloadWorld.served()
        let tip = try await world.origin.commit([
            "people/ada.toml": ReloadWorld.person("ada", "second")
        ])
        let hint = try #require(CommitHint(tip.hex))
        let result = try await world.withReloader { reloader in
            await reloader.reload(ReloadRequest(branch: "main", commit: hint))
        }
        let report = try #require(result.report)
        #expect(report.outcome == .fastForwarded && report.newCommit == tip)
        #expect(report.timings.fetch > .zero && report.duration >= report.timings.fetch)
        #expect(world.live.current?.commit == tip)
        #expect(world.gate.looks == 1)
        #expect(world.journal.lastReload?.result.word == "fast-forwarded")
    }

    /// The push daemon's own pushes come back this way; nothing even has to run.
    @Test func theServedCommitIsAnsweredWithoutALook() async throws {
        let world = try await ReloadWorld.served()
        let served = try #require(world.live.current?.commit)
        let reloader = world.reloader()
        for text in [served.hex, served.hex.uppercased()] {
            let hint = try #require(CommitHint(text))
            let report = try #require(await reloader.reload(ReloadRequest(commit: hint)).report)
            #expect(report.outcome == .inSync && !report.swapped)
            #expect(report.oldCommit == served && report.newCommit == served)
        }
        #expect(world.gate.looks == 0)
    }

    @Test(arguments: ["other", "Main", "refs/heads/main", "", "main ", "--upload-pack=x"])
    func anotherBranchIsRefusedWithoutALook(branch: String) async throws {
        let world = try await ReloadWorld.served()
        let served = try #require(world.live.current?.commit)
        let result = await world.reloader().reload(
            ReloadRequest(branch: branch, commit: CommitHint(served.hex)))
        guard case .branchMismatch(let served) = result.refusal?.reason else {
            Issue.record("\(result)")
            return
        }
        #expect(served.text == "main")
        #expect(world.gate.looks == 0)
    }

    @Test func anAbbreviatedCommitThatIsContainedIsEnough() async throws {
        let world = try await ReloadWorld.served()
        let first = try #require(world.live.current?.commit)
        let second = try await world.origin.commit([
            "people/ada.toml": ReloadWorld.person("ada", "second")
        ])
        try await world.withReloader { reloader in
            for text in [String(first.hex.prefix(12)), String(second.hex.prefix(12)), first.hex] {
                let hint = try #require(CommitHint(text))
                let result = await reloader.reload(ReloadRequest(commit: hint))
                #expect(result.report?.newCommit == second, "\(text): \(result.word)")
            }
        }
        #expect(world.gate.looks == 3)
    }

    @Test func aCommitThatNeverComesIsAMismatchAfterAShortRetry() async throws {
        let world = try await ReloadWorld.served()
        let before = try await world.fingerprint()
        // There is something to follow, but it is not what was asked for.
        try await world.origin.commit(["people/bob.toml": ReloadWorld.person("bob", "second")])
        let hint = try #require(CommitHint("deadbeef"))
        let result = try await world.withReloader { reloader in
            await reloader.reload(ReloadRequest(commit: hint))
        }
        guard case .commitMismatch(hint) = result.refusal?.reason else {
            Issue.record("\(result)")
            return
        }
        #expect(try await world.origin.tip() == result.refusal?.remoteCommit)
        #expect(world.gate.looks == 1 + Limits.lagPauses.count)
        #expect(try await world.fingerprint() == before)
        #expect(world.journal.lastReload?.result.word == "commit-mismatch")
    }

    @Test func aRemoteThatLagsBehindItsWebhookIsAskedAgain() async throws {
        let world = try await ReloadWorld.served()
        let tip = try await world.origin.commit(
            ["people/ada.toml": ReloadWorld.person("ada", "second")], to: "soon",
            parents: [try #require(world.live.current?.commit)])
        let hint = try #require(CommitHint(tip.hex))
        let moveAtTheSecondLook: @Sendable (Int) async throws -> Void = { number in
            if number == 2 { try await world.origin.git("update-ref", "refs/heads/main", tip.hex) }
        }
        let result = try await world.withReloader(onLook: moveAtTheSecondLook) { reloader in
            await reloader.reload(ReloadRequest(commit: hint))
        }
        #expect(result.report?.newCommit == tip)
        #expect(world.gate.looks == 2)
    }

    @Test func aRequestDuringALookIsAnsweredByTheNext() async throws {
        let world = try await ReloadWorld.served()
        let old = try #require(world.live.current?.commit)
        world.gate.close()
        try await world.withReloader { reloader in
            async let first = reloader.reload(ReloadRequest())
            await world.gate.begun(1)
            async let second = reloader.reload(ReloadRequest())
            try await world.until { await reloader.waiting == 1 }
            world.gate.open()
            #expect(await first.report?.newCommit == old)
            #expect(await second.report?.newCommit == old)
        }
        #expect(world.gate.looks == 2)
    }

    @Test func twoHundredReloadsDuringALookCostOneMore() async throws {
        let world = try await ReloadWorld.served()
        world.gate.close()
        try await world.withReloader { reloader in
            async let first = reloader.reload(ReloadRequest())
            await world.gate.begun(1)
            let answers = try await withThrowingTaskGroup(of: ReloadResult.self) { group in
                for _ in 0..<200 { group.addTask { await reloader.reload(ReloadRequest()) } }
                try await world.until { await reloader.waiting == 200 }
                // Pushed after they all asked: still, their look sees it.
                let tip = try await world.origin.commit([
                    "people/ada.toml": ReloadWorld.person("ada", "second")
                ])
                world.gate.open()
                var answers: [ReloadResult] = []
                for try await answer in group { answers.append(answer) }
                #expect(answers.allSatisfy { $0.report?.newCommit == tip })
                return answers
            }
            #expect(answers.count == 200)
            #expect(await first.report != nil)
        }
        #expect(world.gate.looks == 2)
    }

    @Test func aFailedLookAnswersEveryoneWithTheFailure() async throws {
        let world = try await ReloadWorld.served()
        try await world.origin.git("branch", "-m", "main", "other")
        let hint = try #require(CommitHint("deadbeef"))
        world.gate.close()
        try await world.withReloader { reloader in
            async let plain = reloader.reload(ReloadRequest())
            await world.gate.begun(1)
            async let hinted = reloader.reload(ReloadRequest(commit: hint))
            try await world.until { await reloader.waiting == 1 }
            world.gate.open()
            #expect(await plain.word == "remote-branch-missing")
            #expect(await hinted.word == "remote-branch-missing")
        }
        #expect(world.gate.looks == 2)
    }

    @Test func aRefusedReloadDoesNotStopTheNext() async throws {
        let world = try await ReloadWorld.served()
        try await world.origin.commit(["people/ada.toml": "slug = \"ada\"\nslug = 1\n"])
        try await world.withReloader { reloader in
            #expect(await reloader.reload(ReloadRequest()).word == "rebuild-failed")
            let tip = try await world.origin.commit([
                "people/ada.toml": ReloadWorld.person("ada", "second")
            ])
            #expect(await reloader.reload(ReloadRequest()).report?.newCommit == tip)
        }
    }

    @Test func shutdownAnswersEveryoneWhoWaits() async throws {
        let world = try await ReloadWorld.served()
        let before = try await world.fingerprint()
        world.gate.close()
        let reloader = world.reloader()
        let running = Task { await reloader.run() }
        let answers = try await withThrowingTaskGroup(of: ReloadResult.self) { group in
            group.addTask { await reloader.reload(ReloadRequest()) }
            await world.gate.begun(1)
            for _ in 0..<20 { group.addTask { await reloader.reload(ReloadRequest()) } }
            try await world.until { await reloader.waiting == 20 }
            running.cancel()
            var answers: [String] = []
            for try await answer in group { answers.append(answer.word) }
            return answers
        }
        await running.value
        // The look that was cut short, and what waited behind it.
        #expect(answers.count == 21)
        #expect(answers.filter { $0 == "not-yet" }.count >= 20)
        #expect(await reloader.reload(ReloadRequest()).word == "not-yet")
        #expect(world.gate.looks <= 2)
        #expect(try await world.fingerprint() == before)
    }

    /// Nobody waits for ever, whatever the moment at which the reloader stops.
    @Test func everyRequestAroundAShutdownIsAnswered() async throws {
        let world = try await ReloadWorld.served()
        for round in 0..<200 {
            let reloader = Reloader(
                integrator: world.integrator(), repository: world.repository,
                journal: world.journal, look: { .notConfigured })
            let answered = await withTaskGroup(of: Int.self) { group in
                let running = Task { await reloader.run() }
                for number in 0..<30 {
                    group.addTask {
                        if number == round % 30 { running.cancel() }
                        return await reloader.reload(ReloadRequest()).word.isEmpty ? 0 : 1
                    }
                }
                return await group.reduce(0, +)
            }
            #expect(answered == 30)
        }
    }
}

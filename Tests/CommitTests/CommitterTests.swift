import Commit
import GitAccess
import GitModel
import JSONModel
import LiveData
import Reconcile
import Synchronization
import TestSupport
import Testing

@Suite("Waiting writes are committed together", .timeLimit(.minutes(2))) struct CommitterTests {
    @Test func eachIsACommitInItsOrder() async throws {
        let world = try await CommitWorld.make()
        let generation = try #require(world.live.current).generation
        try await world.withCommitter { committer in
            let slugs = (0..<6).map { "p\($0)" }
            let results = try await world.together(slugs.map { .put($0) }, in: committer)
            let commits = try results.map { try #require($0.report?.commit?.hex) }
            let history = try await world.git.git("rev-list", "--reverse", "main")
                .split(separator: "\n").dropFirst().map(String.init)
            #expect(commits == history)
            for (commit, slug) in zip(commits, slugs) {
                let files = try await world.git.git(
                    "diff-tree", "--no-commit-id", "--name-only", "-r", commit)
                #expect(files == "people/\(slug).toml")
            }
        }
        // The first one alone, the others behind it as one batch: two swaps.
        #expect(world.live.current?.generation == generation + 2)
        #expect(world.told.all.count == 2)
        #expect(world.told.all.last == world.live.current?.commit)
    }

    @Test func oneThatIsRefusedDoesNotKeepTheOthers() async throws {
        let world = try await CommitWorld.make()
        try await world.withCommitter { committer in
            let results = try await world.together(
                [
                    .put("a"), .put("b", .object(["slug": "other"])), .put("c"), .put("c"),
                    .put("ada"),
                ], in: committer)
            #expect(
                results.map(\.word)
                    == ["written", "unprocessable", "written", "unchanged", "unchanged"])
        }
        #expect(try await world.git.git("rev-list", "--count", "main") == "3")
    }

    /// `String` takes both for one text, git does not.
    @Test func twoSpellingsOfOneNameAreTwoRecords() async throws {
        let world = try await CommitWorld.make()
        let names = ["caf\u{E9}", "cafe\u{301}"]
        try await world.withCommitter { committer in
            let results = try await world.together(
                [.put("first")] + names.map { .put($0) }, in: committer)
            #expect(results.map(\.word) == ["written", "written", "written"])
        }
        let tree = try await world.git.git("ls-tree", "-r", "-z", "--name-only", "main", "people")
        let files = Set(tree.utf8.split(separator: 0).map { Array($0) })
        #expect(
            files == Set((["ada", "first"] + names).map { Array("people/\($0).toml".utf8) }))
    }

    @Test func aFileInTheWayIsTheFaultOfWhoeverWantsThePlace() async throws {
        let world = try await CommitWorld.make()
        try await world.git.commit([
            ".gitsheets/deep.toml": "[gitsheet]\nroot = \"deep\"\npath = \"${{ a }}/${{ b }}\"\n",
            "deep/x": "a file where a folder would be",
        ])
        try await world.withCommitter { committer in
            let clash = WriteRequest([
                WriteOperation(
                    sheet: "deep", .put(path: "x/y", .object([]), onlyNew: false))
            ])
            let results = try await world.together([.put("a"), clash, .put("b")], in: committer)
            #expect(results.map(\.word) == ["written", "unprocessable", "written"])
        }
        #expect(try await world.git.git("fsck", "--strict", "--no-dangling") == "")
    }

    @Test func aBranchThatMovesUnderAWriteIsBuiltOn() async throws {
        let world = try await CommitWorld.make()
        let isFirst = Mutex(true)
        let hooks = EffectHooks(point: { point in
            let isNow = isFirst.withLock { first in
                defer { first = first && point != "before-branch-moved" }
                return first && point == "before-branch-moved"
            }
            guard isNow else { return }
            do {
                try await world.git.commit(["people/zoe.toml": "slug = \"zoe\""])
            } catch {
                Issue.record(error)
            }
        })
        try await world.withCommitter(hooks: hooks) { committer in
            let report = try #require(await committer.write(.put("dan")).report)
            #expect(report.snapshot.record(sheet: "people", path: "zoe") != nil)
            #expect(report.snapshot.record(sheet: "people", path: "dan") != nil)
        }
        #expect(try await world.git.git("rev-list", "--count", "main") == "3")
    }

    @Test(arguments: ["objects-written", "branch-moved"])
    func anEffectThatFailsLeavesEverythingAsItWas(effect: String) async throws {
        let world = try await CommitWorld.make()
        let refs = try await world.git.allRefs()
        let served = try #require(world.live.current)
        let isBroken = Mutex(true)
        let hooks = EffectHooks(fail: { name in
            guard name == effect, isBroken.withLock({ $0 }) else { return nil }
            return GitError(
                code: .generic, category: .operatingSystem, operation: name,
                message: "failed to write: No space left on device")
        })
        try await world.withCommitter(hooks: hooks) { committer in
            #expect(await committer.write(.put("dan")).word == "storageFull")
            let now = try await world.git.allRefs()
            #expect(now == refs)
            #expect(world.live.current === served)
            isBroken.withLock { $0 = false }
            #expect(await committer.write(.put("dan")).word == "written")
        }
    }

    @Test func isAnsweredAfterTheBranchMovedAndTheStateIsServed() async throws {
        let world = try await CommitWorld.make()
        let points = Mutex<[String]>([])
        let hooks = EffectHooks(point: { point in points.withLock { $0.append(point) } })
        try await world.withCommitter(hooks: hooks) { committer in
            _ = await committer.write(.put("dan"))
            points.withLock { $0.append("answered") }
        }
        #expect(
            points.withLock { $0 } == [
                "before-objects-written", "after-objects-written", "before-branch-moved",
                "after-branch-moved", "before-swapped", "after-swapped", "answered",
            ])
    }

    @Test func whatWaitsWhenTheServerStopsIsRefused() async throws {
        let world = try await CommitWorld.make()
        let stray = try await world.withCommitter { committer in committer }
        #expect(await stray.write(.put("dan")).word == "shuttingDown")
    }
}

@Suite("Sync mode", .timeLimit(.minutes(2))) struct DeliveryTests {
    /// Answers as told, and sees whether anything was visible meanwhile.
    private static func deliver(
        _ answer: DeliveryLink.Delivery, _ world: CommitWorld,
        reconcile: (@Sendable () async -> Void)? = nil
    ) -> DeliveryLink {
        let (tip, served) = (world.live.current?.commit, world.live.current)
        return DeliveryLink(
            deliver: { _ in
                #expect(world.live.current === served)
                let seen = try? await world.repository.tip(of: world.branch.ref)
                #expect(seen == tip)
                return answer
            }, reconcile: reconcile)
    }

    @Test(arguments: [
        (DeliveryLink.Delivery.delivered, "written"), (.diverged("x"), "nonFastForward"),
        (.failed("x"), "pushFailed"), (.unknown("x"), "outcomeUnknown"),
    ])
    func nothingIsVisibleBeforeTheRemoteHasIt(
        answer: DeliveryLink.Delivery, word: String
    ) async throws {
        let world = try await CommitWorld.make()
        let refs = try await world.git.allRefs()
        try await world.withCommitter(delivery: Self.deliver(answer, world)) { committer in
            #expect(await committer.write(.put("dan")).word == word)
        }
        if word != "written" { #expect(try await world.git.allRefs() == refs) }
    }

    @Test func whatTheRemoteHasIsShownWhenTheServerIsStopped() async throws {
        let world = try await CommitWorld.make()
        let link = DeliveryLink(
            deliver: { _ in
                withUnsafeCurrentTask { $0?.cancel() }
                return .delivered
            }, reconcile: nil)
        try await world.withCommitter(delivery: link) { committer in
            #expect(await committer.write(.put("dan")).word == "written")
        }
        #expect(try await world.git.git("rev-list", "--count", "main") == "2")
        #expect(try await world.repository.tip(of: world.branch.ref) == world.live.current?.commit)
    }

    @Test func whatTheRemoteHasIsNotRefusedWhereItCannotBeShown() async throws {
        let world = try await CommitWorld.make()
        let hooks = EffectHooks(fail: { name in
            guard name == "branch-moved" else { return nil }
            return GitError(
                code: .generic, category: .operatingSystem, operation: name, message: "planted")
        })
        let link = Self.deliver(.delivered, world)
        try await world.withCommitter(hooks: hooks, delivery: link) { committer in
            #expect(await committer.write(.put("dan")).word == "outcomeUnknown")
        }
    }

    @Test func isRebuiltAfterAReconcileThreeTimesAtMost() async throws {
        let world = try await CommitWorld.make()
        let rounds = Mutex(0)
        let link = DeliveryLink(
            deliver: { _ in .diverged("x") },
            reconcile: { rounds.withLock { $0 += 1 } })
        try await world.withCommitter(delivery: link) { committer in
            #expect(await committer.write(.put("dan")).word == "nonFastForward")
        }
        #expect(rounds.withLock { $0 } == 3)
    }

    @Test func writersThatWaitDuringAPushShareTheNext() async throws {
        let world = try await CommitWorld.make()
        let pushes = Mutex(0)
        let link = DeliveryLink(
            deliver: { _ in
                pushes.withLock { $0 += 1 }
                return .delivered
            }, reconcile: nil)
        try await world.withCommitter(delivery: link) { committer in
            let results = try await world.together((0..<9).map { .put("p\($0)") }, in: committer)
            #expect(results.allSatisfy { $0.word == "written" })
        }
        #expect(pushes.withLock { $0 } == 2)
    }
}

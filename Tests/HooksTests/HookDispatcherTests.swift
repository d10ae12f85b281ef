import Foundation
import TestSupport
import Testing
import Webhooks

@testable import Hooks

@Suite struct HookDispatcherTests {
    let world = HookWorld()

    // MARK: Decisions

    @Test func judgesEveryDelivery() async throws {
        let dispatcher = await world.dispatcher(
            [
                try world.rule("acme/own", "", secret: "OWN_SECRET"),
                try world.rule("acme/*", "", branches: ["main", "dev"]),
            ], deploy: try world.rule("acme/live", ""))
        #expect(await dispatcher.secretVariables(of: .gitops) == [nil, "OWN_SECRET"])
        #expect(await dispatcher.secretVariables(of: .deploy) == [nil])
        let unmanaged = HookDecision.ignored(why: "the repository is not managed")
        let branch = HookDecision.ignored(why: "the branch is not managed")
        let rows: [(HookPush, Receiver, Set<Int>, HookDecision)] = [
            (HookWorld.push("acme/site"), .gitops, [], .unauthorized),
            (HookWorld.push("acme/site"), .gitops, [1], .unauthorized),
            (HookWorld.push("acme/own"), .gitops, [0], .unauthorized),
            (HookWorld.push("acme/own"), .gitops, [], .unauthorized),
            (HookWorld.push("acme/live"), .deploy, [1], .unauthorized),
            (HookWorld.push("other/site"), .gitops, [], .unauthorized),
            (HookWorld.push("other/site"), .gitops, [0], unmanaged),
            (HookWorld.push("acme/site"), .deploy, [0], unmanaged),
            (HookWorld.push("acme/site", branch: "next"), .gitops, [0], branch),
            (HookWorld.push("acme/own", branch: "dev"), .gitops, [1], branch),
        ]
        for (push, receiver, sets, wanted) in rows {
            let decision = await dispatcher.accept(push, to: receiver, verifiedBy: sets)
            #expect(decision == wanted, "\(push) \(receiver) \(sets)")
        }
        #expect(await dispatcher.jobs.isEmpty)
        let taken = await dispatcher.accept(
            HookWorld.push("acme/own"), to: .gitops, verifiedBy: [1])
        guard case .accepted(_, .queued) = taken else {
            Issue.record("\(taken)")
            return
        }
    }

    @Test(arguments: [
        "acme/..", "acme/-x", "acme/a b", "acme/;id", "acme/$(id)", "acme/a\nb", "acme/é", "..",
        "-x", "acme/" + String(repeating: "x", count: 10_240), "acme/x/../y", "acme/",
    ])
    func aStrangeNameReachesNoCommandUnlessConfigured(name: String) async throws {
        let rule = try world.rule("acme/*", "echo run >> \"$FOLDER/runs\"")
        let dispatcher = await world.dispatcher([rule])
        let push = HookWorld.push(name)
        let decision = await dispatcher.accept(push, to: .gitops, verifiedBy: [0])
        #expect(decision == .ignored(why: "the repository is not managed"))
        guard name.utf8.count <= 512 else { return }
        // Configured as it is, it is one argument.
        let exact = try world.rule(
            name, "printf '%s|' \"$#\" \"$1\" \"$LIVETREE_REPOSITORY\" > \"$FOLDER/got\"")
        let second = await world.dispatcher([exact], ledger: "second")
        let world = world
        try await world.running(second) {
            _ = await second.accept(push, to: .gitops, verifiedBy: [0])
            await world.log.wait(for: "job-finished")
        }
        let got = try String(contentsOfFile: world.child("got"), encoding: .utf8)
        #expect(got == "1|\(HookLane(.gitops, name).shortName)|\(name)|")
        #expect(world.lines("runs").isEmpty)
    }

    @Test func tellsTheCommandWhatWasPushed() async throws {
        let script = """
            printf '%s ' "$@" > "$FOLDER/got"
            env | grep LIVETREE_ | grep -v LIVETREE_JOB= | sort >> "$FOLDER/got"
            """
        let gitops = try world.rule("acme/*", script)
        let dispatcher = await world.dispatcher([gitops])
        let world = world
        try await world.running(dispatcher) {
            _ = await dispatcher.accept(
                HookWorld.push("acme/site", "abc123", delivery: "d-1"), to: .gitops,
                verifiedBy: [0])
            await world.log.wait(for: "job-finished")
        }
        #expect(
            world.lines("got") == [
                "site LIVETREE_BRANCH=main", "LIVETREE_COMMIT=abc123", "LIVETREE_DELIVERY=d-1",
                "LIVETREE_REPOSITORY=acme/site",
            ])
        let report = try #require(await dispatcher.jobs.first)
        #expect(report.state == .succeeded)
        #expect(report.exitCode == 0)
        let line = try #require(world.log.all.first { $0.contains("job-finished") })
        #expect(line.hasPrefix("info job-finished "))
        for field in ["job=\(report.job)", "repository=acme/site", "exitCode=0", "durationMs="] {
            #expect(line.contains(field))
        }
    }

    @Test func onlyASuccessIsADuplicate() async throws {
        let rule = try world.rule(
            "acme/site", "echo run >> \"$FOLDER/runs\"; [ -e \"$FOLDER/good\" ]")
        let dispatcher = await world.dispatcher([rule])
        let push = HookWorld.push("acme/site", delivery: "d-1")
        let world = world
        try await world.running(dispatcher) {
            _ = await dispatcher.accept(push, to: .gitops, verifiedBy: [0])
            await world.log.wait(for: "job-finished", count: 1)
            try world.folder?.write("", to: "good")
            let again = await dispatcher.accept(push, to: .gitops, verifiedBy: [0])
            guard case .accepted = again else {
                Issue.record("\(again)")
                return
            }
            await world.log.wait(for: "job-finished", count: 2)
            let third = await dispatcher.accept(push, to: .gitops, verifiedBy: [0])
            #expect(third == .duplicate)
        }
        #expect(world.lines("runs").count == 2)
        #expect(world.log.all.contains { $0.hasPrefix("warning job-finished") })
        let next = await world.dispatcher([rule])
        #expect(await next.accept(push, to: .gitops, verifiedBy: [0]) == .duplicate)
    }

    @Test func repeatsAFailedRunAndReportsEveryRun() async throws {
        let rule = try world.rule(
            "acme/site", "echo run >> \"$FOLDER/runs\"; [ $(wc -l < \"$FOLDER/runs\") -ge 3 ]",
            retries: 5)
        let dispatcher = await world.dispatcher([rule])
        let world = world
        try await world.running(dispatcher) {
            _ = await dispatcher.runNow("acme/site")
            await world.log.wait(for: "state=succeeded")
        }
        #expect(world.lines("runs").count == 3)
        #expect(await dispatcher.jobs.map(\.state) == [.succeeded])
        #expect(world.log.all.count { $0.contains("state=retrying") } == 2)
    }

    @Test func manualRunsAreForManagedRepositoriesOnly() async throws {
        let dispatcher = await world.dispatcher([try world.rule("acme/*", "")])
        #expect(
            await dispatcher.runNow("acme/..") == .ignored(why: "the repository is not managed"))
        let taken = await dispatcher.runNow("acme/site")
        guard case .accepted(_, .queued) = taken else {
            Issue.record("\(taken)")
            return
        }
    }

    // MARK: Load

    /// 50 pushes for each of 20 repositories while every first run waits at a gate.
    @Test func manyPushesLeadToExactlyOneMoreRunOfEachRepository() async throws {
        let script = """
            echo "$LIVETREE_COMMIT" >> "$FOLDER/runs-$1"
            mkdir "$FOLDER/busy-$1" || echo "$1" >> "$FOLDER/overlaps"
            if mkdir "$FOLDER/first-$1" 2>/dev/null; then read line < "$FOLDER/gate-$1"; fi
            rmdir "$FOLDER/busy-$1"
            """
        let names = (1...20).map { "r\($0)" }
        for name in names { world.makePipe("gate-\(name)") }
        let rule = try world.rule("acme/*", script)
        let dispatcher = await world.dispatcher([rule], concurrency: 20)
        let world = world
        try await world.running(dispatcher) {
            let slowest = await Self.pushAll(names, count: 50, to: dispatcher)
            print("1000 pushes: the slowest answer took \(slowest)")
            #expect(slowest < .seconds(10))
            for name in names { try await world.say("go", to: "gate-\(name)") }
            await world.log.wait(for: "job-finished", count: 40)
        }
        for name in names { #expect(world.lines("runs-\(name)") == ["c1", "c50"]) }
        #expect(world.lines("overlaps").isEmpty)
        let reports = await dispatcher.jobs
        #expect(reports.count == 40)
        #expect(reports.allSatisfy { $0.state == .succeeded })
    }

    /// Every repository's pushes one after another, the repositories side by side.
    private static func pushAll(
        _ names: [String], count: Int, to dispatcher: HookDispatcher
    ) async -> Duration {
        await withTaskGroup(of: Duration.self) { group in
            for name in names {
                group.addTask {
                    var slowest = Duration.zero
                    for number in 1...count {
                        let begun = ContinuousClock.now
                        let decision = await dispatcher.accept(
                            HookWorld.push("acme/\(name)", "c\(number)", delivery: "\(number)"),
                            to: .gitops, verifiedBy: [0])
                        slowest = max(slowest, ContinuousClock.now - begun)
                        guard case .accepted(_, let state) = decision else {
                            Issue.record("\(decision)")
                            continue
                        }
                        let wanted: JobState =
                            number == 1 ? .started : number == 2 ? .queued : .coalesced
                        #expect(state == wanted)
                    }
                    return slowest
                }
            }
            return await group.reduce(.zero, max)
        }
    }

    @Test func aFullQueueIsBusy() async throws {
        let dispatcher = await world.dispatcher([try world.rule("acme/*", "")])
        await withTaskGroup(of: HookDecision.self) { group in
            for number in 1...4096 {
                group.addTask {
                    await dispatcher.accept(
                        HookWorld.push("acme/r\(number)"), to: .gitops, verifiedBy: [0])
                }
            }
            for await decision in group { #expect(decision != .busy) }
        }
        let push = HookWorld.push("acme/more")
        #expect(await dispatcher.accept(push, to: .gitops, verifiedBy: [0]) == .busy)
    }

    // MARK: Timer and configuration

    @Test func runsNamedAndSeenRepositoriesByTheTimer() async throws {
        let named = try world.rule("acme/named", "")
        let rules = [named, try world.rule("acme/*", "")]
        let first = await world.dispatcher(rules)
        _ = await first.accept(HookWorld.push("acme/seen"), to: .gitops, verifiedBy: [0])
        _ = await first.accept(HookWorld.push("acme/seen"), to: .deploy, verifiedBy: [0])
        let world = world
        try await world.running(first) { await world.log.wait(for: "job-finished") }
        let second = await world.dispatcher(rules, interval: .milliseconds(1))
        try await world.running(second) {
            await world.log.wait(for: "repository=acme/named state=succeeded", count: 2)
            await world.log.wait(for: "repository=acme/seen state=succeeded", count: 2)
        }
        #expect(await second.jobs.allSatisfy { $0.repository.hasPrefix("acme/") })
    }

    @Test func anotherConfigurationKeepsSecretNumbersAndDropsWhatIsGone() async throws {
        let first = try world.rule("a/x", "", secret: "A")
        let second = try world.rule("b/x", "", secret: "B")
        let dispatcher = await world.dispatcher([first, second])
        _ = await dispatcher.accept(HookWorld.push("a/x"), to: .gitops, verifiedBy: [1])
        _ = await dispatcher.accept(HookWorld.push("b/x"), to: .gitops, verifiedBy: [2])
        let third = try world.rule("c/x", "", secret: "C")
        await dispatcher.reconfigure(HookWorld.configuration([third, second]))
        #expect(await dispatcher.secretVariables(of: .gitops) == [nil, "A", "B", "C"])
        let push = HookWorld.push("b/x")
        #expect(await dispatcher.accept(push, to: .gitops, verifiedBy: [1, 3]) == .unauthorized)
        let world = world
        try await world.running(dispatcher) {
            await world.log.wait(for: "job-finished", count: 2)
        }
        let states = await dispatcher.jobs.map { "\($0.repository) \($0.state)" }
        #expect(Set(states) == ["a/x dropped", "b/x succeeded"])
    }
}

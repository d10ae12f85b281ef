import Foundation
import TestSupport
import Testing
import Webhooks

@testable import Hooks

/// What a new server does with what the last one left.
@Suite struct HookRecoveryTests {
    let world = HookWorld()

    /// Tells that it runs, and waits at the gate while there is one.
    static let script = """
        echo "$LIVETREE_REPOSITORY $LIVETREE_COMMIT" >> "$FOLDER/runs"
        if [ -e "$FOLDER/gated" ]; then
            echo up > "$FOLDER/up"
            read line < "$FOLDER/gate"
        fi
        echo "$LIVETREE_REPOSITORY over" >> "$FOLDER/runs"
        """

    /// The ledger is copied while jobs run: what a kill -9 at that instant leaves.
    @Test func afterAKillOwedRunsHappenOnceAndADeploymentIsNotRepeated() async throws {
        let world = world
        for pipe in ["up", "gate"] { world.makePipe(pipe) }
        try world.folder?.write("", to: "gated")
        let rules = [try world.rule("acme/*", Self.script)]
        let deploy = try world.rule("live/site", "echo said; " + Self.script)
        let first = await world.dispatcher(rules, deploy: deploy, concurrency: 1)
        try await world.running(first) {
            func push(_ name: String, _ commit: String, _ receiver: Receiver = .gitops) async {
                _ = await first.accept(
                    HookWorld.push(name, commit, delivery: commit), to: receiver, verifiedBy: [0])
            }
            await push("acme/site", "c1")
            let word = try await world.words(from: "up")
            #expect(word == "up")
            await push("live/site", "d1", .deploy)
            let second = try await world.words(from: "up")
            #expect(second == "up")
            await push("acme/site", "c2")
            await push("acme/site", "c3")
            await push("acme/other", "o1")
            try FileManager.default.copyItem(
                atPath: world.child("hooks"), toPath: world.child("killed"))
        }
        try FileManager.default.removeItem(atPath: world.child("gated"))
        let before = world.lines("runs")
        #expect(before == ["acme/site c1", "live/site d1"])

        let second = await world.dispatcher(rules, deploy: deploy, ledger: "killed")
        let left = await second.jobs.first { $0.repository == "live/site" }
        #expect(left?.state == .finishedByRestart)
        #expect(left?.output == "said\n")
        let finished = world.log.all.count { $0.contains("job-finished") }
        try await world.running(second) {
            await world.log.wait(for: "job-finished", count: finished + 2)
        }
        let after = world.lines("runs").dropFirst(before.count)
        #expect(
            after.sorted() == [
                "acme/other o1", "acme/other over", "acme/site c3", "acme/site over",
            ])
        // A third start finds nothing to do, and knows the successes.
        let third = await world.dispatcher(rules, deploy: deploy, ledger: "killed")
        #expect(await third.jobs.allSatisfy { $0.state.isOver })
        let push = HookWorld.push("acme/site", "c3", delivery: "c3")
        #expect(await third.accept(push, to: .gitops, verifiedBy: [0]) == .duplicate)
        // The deployment was left running when the first server stopped, and ends by itself.
        try await world.say("go", to: "gate")
    }

    /// Killed with -9, a server leaves its commands running.
    @Test func aCommandOfAKilledServerIsEndedBeforeItRunsAgain() async throws {
        let world = world
        for pipe in ["up", "gate"] { world.makePipe(pipe) }
        try world.folder?.write("", to: "gated")
        let rules = [try world.rule("acme/*", Self.script)]
        let first = await world.dispatcher(rules)
        try await world.running(first) {
            _ = await first.runNow("acme/site")
            let word = try await world.words(from: "up")
            #expect(word == "up")
            try FileManager.default.copyItem(
                atPath: world.child("hooks"), toPath: world.child("killed"))
            let second = await world.dispatcher(rules, ledger: "killed")
            await world.log.wait(for: "exitCode=143")
            #expect(await second.jobs.map(\.state) == [.queued])
        }
        #expect(world.log.all.contains { $0.hasPrefix("warning job-processes-ended processes=1") })
        #expect(world.lines("runs") == ["acme/site "])
    }

    @Test func aStopInterruptsAGitopsCommandAndOwesIt() async throws {
        let world = world
        for pipe in ["up", "gate"] { world.makePipe(pipe) }
        try world.folder?.write("", to: "gated")
        let rules = [try world.rule("acme/*", Self.script)]
        let first = await world.dispatcher(rules)
        try await world.running(first) {
            _ = await first.runNow("acme/site")
            let word = try await world.words(from: "up")
            #expect(word == "up")
        }
        #expect(await first.jobs.map(\.state) == [.interrupted])
        try FileManager.default.removeItem(atPath: world.child("gated"))
        let second = await world.dispatcher(rules)
        try await world.running(second) { await world.log.wait(for: "state=succeeded") }
        #expect(world.lines("runs") == ["acme/site ", "acme/site ", "acme/site over"])
        #expect(await second.jobs.map(\.state) == [.succeeded])
    }

    @Test func aDeploymentEndsAfterTheServer() async throws {
        let world = world
        for pipe in ["up", "gate"] { world.makePipe(pipe) }
        try world.folder?.write("", to: "gated")
        let deploy = try world.rule("live/site", Self.script + "\necho done > \"$FOLDER/up\"")
        let first = await world.dispatcher([], deploy: deploy)
        try await world.running(first) {
            _ = await first.accept(
                HookWorld.push("live/site", "d1"), to: .deploy, verifiedBy: [0])
            let word = try await world.words(from: "up")
            #expect(word == "up")
        }
        let second = await world.dispatcher([], deploy: deploy, ledger: "hooks")
        #expect(await second.jobs.map(\.state) == [.finishedByRestart])
        async let word = world.words(from: "up")
        try await world.say("go", to: "gate")
        let heard = try await word
        #expect(heard == "done")
        #expect(world.lines("runs") == ["live/site d1", "live/site over"])
    }

    @Test func whatIsAcceptedAfterTheStopRunsAtTheNextStart() async throws {
        let world = world
        let rules = [try world.rule("acme/*", Self.script)]
        let first = await world.dispatcher(rules)
        try await world.running(first) {}
        let late = await first.accept(HookWorld.push("acme/a", "c1"), to: .gitops, verifiedBy: [0])
        guard case .accepted(_, .queued) = late else {
            Issue.record("\(late)")
            return
        }
        let second = await world.dispatcher(rules)
        try await world.running(second) { await world.log.wait(for: "state=succeeded") }
        #expect(world.lines("runs") == ["acme/a c1", "acme/a over"])
    }

    @Test func withoutALedgerPushesAreRefusedAndDeploymentsDoNotRun() async throws {
        let world = world
        // A file where the folder should be.
        try world.folder?.write("", to: "hooks")
        let dispatcher = await world.dispatcher(
            [try world.rule("acme/*", Self.script)],
            deploy: try world.rule("live/site", Self.script))
        #expect(world.log.all.contains { $0.hasPrefix("error hook-ledger") })
        try await world.running(dispatcher) {
            for (name, receiver) in [("acme/site", Receiver.gitops), ("live/site", .deploy)] {
                let decision = await dispatcher.accept(
                    HookWorld.push(name, "c1"), to: receiver, verifiedBy: [0])
                guard case .failed = decision else {
                    Issue.record("\(decision)")
                    return
                }
            }
            await world.log.wait(for: "job-finished", count: 2)
        }
        #expect(world.lines("runs") == ["acme/site c1", "acme/site over"])
        #expect(Set(await dispatcher.jobs.map(\.state)) == [.succeeded, .notStarted])
    }

    @Test func aDamagedLedgerStopsNothing() async throws {
        let world = world
        _ = try world.folder?.makeFolder("hooks")
        try world.folder?.write("\0\0\0\n{\"event\"\nnonsense", to: "hooks/jobs.jsonl")
        let dispatcher = await world.dispatcher([try world.rule("acme/*", Self.script)])
        #expect(world.log.all.count { $0.hasPrefix("error hook-ledger") } == 1)
        try await world.running(dispatcher) {
            let decision = await dispatcher.runNow("acme/site")
            guard case .accepted = decision else {
                Issue.record("\(decision)")
                return
            }
            await world.log.wait(for: "state=succeeded")
        }
        let names = world.folder?.listing(of: "hooks") ?? []
        #expect(names == ["jobs.jsonl", "jobs.jsonl.damaged-1"])
    }
}

import ArgumentParser
import Foundation
import Synchronization
import Testing

@testable import ScenarioKit

/// Options of `scenarios run`, with the real server.
@Suite("Options of a run", .serialized)
struct OptionTests {
    private func stress(_ steps: [String], limit: Int, jobs: Int) async throws -> RunSummary {
        let stage = try Stage()
        let selection = try Selection.parse([try stage.write(steps)])
        let suite = SuiteRun(
            selection: selection, jobs: jobs, plan: .stress(limit: limit, jobs: jobs))
        return try await suite.play([try await stage.options()], folder: stage.path("runs"))
    }

    @Test func stressPlaysEachTimeWithAnotherSeedUpToItsLimit() async throws {
        let summary = try await stress(["start: api"], limit: 3, jobs: 2)
        #expect(summary.verdicts.map(\.seed) == [1, 2, 3])
        #expect(summary.line == "3 passed, 0 failed, 0 skipped")
    }

    @Test func aReportOnStandardOutputIsAloneThere() async throws {
        let stage = try Stage()
        let steps = ["start: api", "expect: {refs: {\"origin:main\": absent}}"]
        let words = [
            "run", try stage.write(steps), "--server", Products.livetree, "--out",
            stage.path("runs"), "--report", "tap=-",
        ]
        let program = GitProgram(path: Products.scenarios, environment: ["PATH": "/usr/bin:/bin"])
        let ended = try await program.run(words, in: stage.path("."))
        let lines = ended.lines
        #expect(lines.first == "TAP version 14")
        #expect(lines.last == "# 0 passed, 1 failed, 0 skipped")
        #expect(lines.dropFirst().allSatisfy { $0.contains(/^(1\.\.1|not ok 1 |  |# )/) })
        #expect(ended.error.contains("FAIL x"))
    }

    @Test func aCaseThatTakesTooLongNamesItsStep() async throws {
        let stage = try Stage()
        let steps = ["start: api", "sleep: {for: 60s, because: so it must be}\ntimeout: 4s"]
        let verdict = try await stage.play(steps) { $0.timeoutScale = 1 }
        #expect(verdict.status == .failed)
        #expect(verdict.trouble?.number == 2 && verdict.trouble?.verb == "sleep")
        let words = verdict.explanation.joined(separator: "\n")
        #expect(words.contains(/step 2 of 2  sleep   .+x.yaml:[0-9]+:/), "\(words)")
    }

    @Test func anInterruptedRunCountsWhatItDidNotBegin() async throws {
        let stage = try Stage()
        let steps = ["start: api", "sleep: {for: 60s, because: nobody waits for its end}"]
        let folders = try ["a", "b", "c"].map { try stage.write(steps, in: $0) }
        let suite = SuiteRun(selection: try Selection.parse(folders), jobs: 1)
        var options = try await stage.options()
        let (asleep, begun) = AsyncStream.makeStream(of: Void.self)
        options.trace = { line in if line.contains(" step sleep") { begun.yield() } }
        let summary = try await withThrowingTaskGroup(of: RunSummary?.self) { [options] group in
            group.addTask { try await suite.play([options], folder: stage.path("runs")) }
            group.addTask {
                for await _ in asleep { break }
                return nil
            }
            var summary = try await group.next() ?? nil
            group.cancelAll()
            if summary == nil { summary = try await group.next() ?? nil }
            return summary
        }
        #expect(summary?.line == "0 passed, 0 failed, 0 skipped, 1 error, 2 not run")
        #expect(summary?.exitStatus == 4)
        let words = summary?.verdicts.first?.explanation ?? []
        #expect(words.first == "interrupted" && words.dropFirst().first?.contains("step 2") == true)
    }

    @Test func anInterruptedRunOfFailuresForgetsNoneOfThem() async throws {
        let stage = try Stage()
        let files = try ["a", "b"].map { try stage.write(["start: api"], in: $0) }
        var plan = SuitePlan()
        plan.only = files.map { SuitePlan.Failure(id: "x", file: $0) }
        let suite = SuiteRun(selection: try Selection.parse(files), jobs: 1, plan: plan)
        let options = try await stage.options()
        let summary = await withTaskGroup(of: RunSummary?.self) { group in
            group.cancelAll()
            group.addTask { try? await suite.play([options], folder: stage.path("runs")) }
            return await group.next() ?? nil
        }
        #expect(summary?.verdicts.isEmpty == true)
        #expect(try Set(SuitePlan.failures(of: stage.path("runs"))) == Set(plan.only ?? []))
        _ = try await suite.play([options], folder: stage.path("runs"))
        #expect(try SuitePlan.failures(of: stage.path("runs")).isEmpty)
    }

    @Test(.enabled(if: SmallDisk.isAvailable, "no file system can be mounted"))
    func aFullDiskIsToldBesideWhatTheCaseFoundOut() async throws {
        let stage = try Stage()
        let disk = try SmallDisk(at: stage.path("disk"))
        defer { disk.unmount() }
        let steps = [
            "git: {in: local, args: [-c, \"alias.fill=!cat /dev/zero >${world}/full\", fill], exit: 1}",
            "expect: {refs: {\"origin:main\": absent}}",
        ]
        let verdict = try await stage.play(steps) { $0.output = disk.path }
        let words = verdict.explanation.joined(separator: "\n")
        #expect(verdict.status == .failed)
        #expect(words.contains("refs.origin:main"), "\(words)")
        let advice = "no space left on device; make room, or name another folder with --out"
        #expect(words.contains(advice), "\(words)")
    }

    @Test func casesOfOneNameKeepAWorldEach() async throws {
        let stage = try Stage()
        let steps = ["start: api", "expect: {refs: {\"origin:main\": absent}}"]
        let folders = try ["a", "b"].map { try stage.write(steps, in: $0) }
        let suite = SuiteRun(selection: try Selection.parse(folders), jobs: 2)
        let summary = try await suite.play(
            [try await stage.options()], folder: stage.path("runs"))
        #expect(summary.verdicts.map(\.status) == [.failed, .failed])
        let kept = summary.verdicts.compactMap(\.folder)
        #expect(kept.map { ($0 as NSString).lastPathComponent } == ["x", "x~2"])
    }

    @Test func stressEndsWithTheTimesAmongWhichOneFailed() async throws {
        let steps = ["start: api", "expect: {refs: {\"origin:main\": absent}}"]
        let summary = try await stress(steps, limit: 50, jobs: 2)
        #expect(summary.verdicts.map(\.status) == [.failed, .failed])
        let folders = summary.verdicts.compactMap(\.folder)
        #expect(Set(folders).count == 2, "each time keeps a world of its own")
        #expect(summary.verdicts[1].again(nil).contains("--seed 2"))
    }

    @Test func aTraceTellsEachEventWithNamesAndInTime() async throws {
        let told = Mutex<[String]>([])
        let verdict = try await Stage().play(["start: api", "reload: {commit: A}"]) {
            $0.trace = { line in told.withLock { $0.append(line) } }
        }
        #expect(verdict.status == .passed)
        let lines = told.withLock { $0 }
        #expect(lines.allSatisfy { $0.contains(/^x \+[0-9.]+ [a-z-]+ .+$/) }, "\(lines)")
        let order = ["step start", "ready api", "step reload", "answer", "git fetch", "log "]
        var rest = lines[...]
        for words in order {
            let next = rest.firstIndex { $0.contains(words) }
            let index = try #require(next, "no \(words) after what came before in \(lines)")
            rest = rest[(index + 1)...]
        }
    }

    @Test func theScenarioOfAKeptCaseCanBeTakenFromTheRun() async throws {
        let stage = try Stage()
        let run = stage.path("runs")
        _ = try await stage.play(["start: api"]) { $0.keep = true }
        #expect(throws: HarnessError.self, "nothing in it is bad") {
            try KeptScenario.copy(from: run, to: stage.path("work"))
        }
        _ = try await stage.play(["start: api", "expect: {served: absent}"])
        for folder in [run, "\(run)/x"] {
            let copy = try KeptScenario.copy(from: folder, to: stage.path("work"))
            let read = ScenarioFile.read(copy)
            #expect(read.isValid, "\(read.diagnostics.map(\.rendered))")
            #expect(read.scenario?.id == "x" && read.scenario?.steps.count == 2)
        }
    }

    @Test func everyServerIsToldTheFurtherArguments() async throws {
        let verdict = try await Stage().play(["start: api"]) {
            $0.furtherArguments = ["--no-such-option"]
        }
        #expect(verdict.status == .failed)
        let words = verdict.explanation.joined(separator: "\n")
        #expect(words.contains("--no-such-option"), "\(words)")
    }
}

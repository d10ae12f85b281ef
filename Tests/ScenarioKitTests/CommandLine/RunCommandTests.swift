import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import ScenarioKit

@Suite("The command line of a run") struct RunCommandTests {
    private func run(_ arguments: String...) throws -> RunCommand {
        try #require(try ScenariosCommand.parseAsRoot(["run"] + arguments) as? RunCommand)
    }

    @Test func aServersArgumentMayLookLikeAnOption() throws {
        let run = try run("--server-arg", "--config", "--server-arg=a b", "--seed", "7")
        #expect(run.serverArguments == ["--config", "a b"])
        #expect(run.seed == 7)
    }

    @Test func theCommandThatPlaysAgainHandsThemOn() throws {
        var context = RunContext(git: "2", server: "s", seed: 1, started: "", folder: "/runs")
        context.serverArguments = ["--config", "a b"]
        let verdict = Verdict(id: "x", file: "x.yaml", status: .failed)
        let wanted = "--seed 0 --server-arg=--config '--server-arg=a b'"
        #expect(verdict.again(context) == "scenarios run x.yaml \(wanted)")
        let script = ReproScript(verdict: verdict, context: context, server: "/s", folder: "/")
        #expect(script.text.components(separatedBy: wanted).count == 3, "both ways to play it")
    }

    @Test(arguments: [
        ["--stress-limit", "3"], ["--stress", "--stress-limit", "0"],
        ["--stress", "--repeat", "2"],
        ["--stress", "--until-fail"],
    ])
    func whatStressCannotMeanIsRefused(arguments: [String]) {
        #expect(throws: (any Error).self) {
            try ScenariosCommand.parseAsRoot(["run"] + arguments)
        }
    }

    static let scenario = """
        scenario: x
        title: x
        history:
          graph: |
            A   origin:main local:main
        steps: [{start: api}]
        """

    @Test func failuresAreFoundWhereverTheyWere() throws {
        let folder = try TemporaryFolder()
        for name in ["a", "b"] {
            try folder.write(Self.scenario, to: "\(name)/x.yaml")
        }
        let red = Verdict(id: "x", file: folder.child("b/x.yaml"), status: .failed)
        try SuitePlan.write([red], to: folder.path)
        let run = try run("--failed", "--out", folder.path)
        let plan = try run.plan()
        let suite = SuiteRun(selection: run.chosen(by: plan), jobs: 1, plan: plan)
        #expect(try suite.items().map(\.failure.file) == [folder.child("b/x.yaml")])
    }

    @Test func aRunOfNothingTakesNoPlace() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Self.scenario, to: "x.yaml")
        let run = try run(file, "--only", "y", "--out", folder.child("run"))
        await #expect(throws: ExitCode(3)) { try await run.run() }
        #expect(!FileManager.default.fileExists(atPath: folder.child("run")))
    }

    /// Status of a run of a scenario that cannot be played; what it would need is never reached.
    private func status(_ arguments: String...) async throws -> Int32 {
        let folder = try TemporaryFolder()
        let text = Self.scenario.replacing("[{start: api}]", with: "[{start: nobody}]")
        let words = [try folder.write(text, to: "x.yaml"), "--server", "/bin/true"] + arguments
        let run = try #require(try ScenariosCommand.parseAsRoot(["run"] + words) as? RunCommand)
        do {
            try await run.run()
        } catch let code as ExitCode {
            return code.rawValue
        }
        return 0
    }

    @Test func whatCannotBeWrittenIsSaidBeforePlaying() async throws {
        let out = try TemporaryFolder()
        let file = try out.write("", to: "file")
        #expect(try await status("--out", out.child("run")) == 3, "the scenario is invalid")
        #expect(try await status("--out", out.child("run"), "--report", "tap=/no/where/x") == 4)
        #expect(try await status("--out", "\(file)/run") == 4)
    }

    @Test func aReportThatWasThereStaysUntilItIsWritten() throws {
        let folder = try TemporaryFolder()
        let old = try folder.write("old", to: "old")
        try ReportTarget(format: .tap, file: old).check()
        try ReportTarget(format: .tap, file: folder.child("new")).check()
        #expect(try String(contentsOfFile: old, encoding: .utf8) == "old")
        #expect(!FileManager.default.fileExists(atPath: folder.child("new")))
    }

    @Test func aFullDiskIsSaidInPlainWords() throws {
        var summary = RunSummary([Verdict(id: "x", file: "x.yaml", status: .passed)])
        let target = ReportTarget(format: .tap, file: "/dev/full")
        do throws(HarnessError) {
            try target.write(summary)
            Issue.record("a full disk takes nothing")
        } catch {
            #expect("\(error)".hasPrefix("/dev/full cannot be written: no space left on device;"))
            summary.unwritten = ["\(error)"]
        }
        #expect(summary.exitStatus == 4)
        var red = RunSummary([Verdict(id: "x", file: "x.yaml", status: .failed)])
        red.unwritten = summary.unwritten
        #expect(red.exitStatus == 1)
    }

    @Test func stressStandsAlone() throws {
        #expect(try run("--stress", "--stress-limit", "3").stressLimit == 3)
    }
}

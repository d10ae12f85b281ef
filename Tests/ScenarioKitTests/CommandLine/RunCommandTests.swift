import ArgumentParser
import Foundation
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

    @Test func stressStandsAlone() throws {
        #expect(try run("--stress", "--stress-limit", "3").stressLimit == 3)
    }
}

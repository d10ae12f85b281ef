import ArgumentParser
import Testing

@testable import ScenarioKit

@Suite("The command line of coverage") struct CoverageCommandTests {
    /// Status of a command that sees one of two states claimed.
    private func status(failUnder share: String) async throws -> Int32 {
        let folder = try ScenarioText()
        let states = try folder.write(
            """
            | id | state | wanted |
            |---|---|---|
            | S01 | equal | `in-sync` |
            | S02 | behind | `fast-forwarded` |
            """, to: "states.md")
        let scenario = try folder.write(
            """
            scenario: x
            title: x
            state: [S01]
            history: {graph: A}
            steps: [{start: api}]
            """, to: "x.yaml")
        let words = ["coverage", scenario, "--states", states, "--fail-under", share]
        let command = try #require(
            try ScenariosCommand.parseAsRoot(words) as? CoverageCommand)
        do {
            try await command.run()
        } catch let code as ExitCode {
            return code.rawValue
        }
        return 0
    }

    @Test func tooFewStatesFail() async throws {
        #expect(try await status(failUnder: "50") == 0)
        #expect(try await status(failUnder: "50.5") == 1)
    }

    @Test(arguments: ["-1", "101", "half"])
    func whatIsNoShareIsRefused(share: String) {
        #expect(throws: (any Error).self) {
            try ScenariosCommand.parseAsRoot(["coverage", "--fail-under=\(share)"])
        }
    }
}

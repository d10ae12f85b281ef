import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import ScenarioKit

@Suite struct SuitePlanTests {
    @Test func shardsTogetherAreEverythingAndShareNothing() throws {
        let items = Array(0..<10)
        let parts = try (1...4).map { try #require(SuitePlan.Shard("\($0)/4")).part(of: items) }
        #expect(parts.joined().sorted() == items)
        #expect(parts.map(\.count) == [3, 3, 2, 2])
    }

    @Test(arguments: ["0/4", "5/4", "1", "a/b", "1/0", "-1/2", "1/2/3"])
    func whatIsNoPartIsRefused(text: String) {
        #expect(SuitePlan.Shard(text) == nil)
    }

    private func cell(_ selection: String...) throws -> Bool {
        let scenario = try ScenarioText().scenario(
            """
            scenario: x
            title: x
            tags: [reload]
            state: [S45]
            history:
              graph: |
                A   origin:main local:main
            steps:
              - start: api
            """)
        let chosen = try Selection.parse(selection)
        return try chosen.admits(#require(scenario.cells.first))
    }

    @Test func statesTagsAndNamesChoose() throws {
        #expect(try cell("--state", "S45", "--tag", "reload", "--only", "x*"))
        #expect(try !cell("--state", "S46"))
        #expect(try cell("--state", "S46", "--state", "S45"))
        #expect(try !cell("--tag", "push"))
        #expect(try !cell("--only", "y"))
        #expect(try cell("--only", "*/x.yaml"))
    }

    @Test func casesOfOneNameHaveFoldersOfTheirOwn() {
        #expect(
            CasePlayer.folderNames(of: ["d", "e[a=b]", "d", "e[a.b]", "failed"]) == [
                "d", "e.a.b.", "d~2", "e.a.b.~2", "failed~2",
            ])
    }

    @Test func theFailuresOfARunAreReadBack() throws {
        let folder = try TemporaryFolder()
        try folder.write("a[b=c]\t/x/a.yaml\nd\t/y/d.yaml\n", to: "failed")
        #expect(
            try SuitePlan.failures(of: folder.path) == [
                .init(id: "a[b=c]", file: "/x/a.yaml"), .init(id: "d", file: "/y/d.yaml"),
            ])
        #expect(throws: HarnessError.self) { try SuitePlan.failures(of: folder.child("none")) }
    }
}

import Foundation
import ScenarioKit
import Testing

@Suite struct CoverageReportTests {
    private static let page = """
        # States

        | id | state | wanted |
        |---|---|---|
        | **S01** | local = **origin** | `in-sync` |
        | S07 | a revert | it wins |
        | **S45** | rewound | `remote-rewritten` |
        """

    private func scenario(claiming state: String, _ more: String = "") throws -> Scenario {
        try ScenarioText().scenario(
            """
            scenario: x
            title: x
            state: [\(state)]
            history:
              graph: |
                A   origin:main local:main
            steps:
              - start: api
                expect: {boot: {outcome: in-sync}}
            \(more)
            """)
    }

    @Test func aBoldIdWithoutAScenarioIsMissing() throws {
        let report = CoverageReport(
            [try scenario(claiming: "S01")], catalogue: StateCatalogue(Self.page))
        #expect(report.missing.map(\.id) == ["S45"])
        #expect(report.missing.first?.title == "rewound")
        #expect(report.share > 33 && report.share < 34)
        #expect(report.unknown.isEmpty)
    }

    @Test func aDraftCoversNothing() throws {
        let page = StateCatalogue(Self.page)
        let written = try scenario(claiming: "S45", "tags: [push]")
        #expect(CoverageReport([written], catalogue: page).missing.map(\.id) == ["S01"])
        let draft = try scenario(claiming: "S45", "tags: [push, draft]")
        #expect(CoverageReport([draft], catalogue: page).missing.map(\.id) == ["S01", "S45"])
    }

    @Test func aClaimOfNoStateIsTold() throws {
        let report = CoverageReport(
            [try scenario(claiming: "S99")], catalogue: StateCatalogue(Self.page))
        #expect(report.unknown.map(\.state) == ["S99"])
    }

    @Test func outcomesFaultsAndGatesAreCountedOnceAScenario() throws {
        let report = CoverageReport(
            [
                try scenario(
                    claiming: "S01",
                    """
                      - gate: {id: g, in: api, git: fetch}
                      - fault: {id: f, in: origin, refuse: connect}
                      - repeat:
                          times: 2
                          steps:
                            - reload: {}
                              expect: {outcome: fetch-failed}
                    """)
            ], catalogue: StateCatalogue(Self.page))
        func found(_ rows: [CoverageReport.Row]) -> [String] {
            rows.filter { !$0.scenarios.isEmpty }.map { "\($0.word) \($0.scenarios.count)" }
        }
        #expect(found(report.outcomes) == ["in-sync 1", "fetch-failed 1"])
        #expect(found(report.faults) == ["refuse 1"])
        #expect(found(report.gates) == ["git fetch 1"])
    }

    @Test func everyRequiredStateOfTheProjectHasAScenario() throws {
        let catalogue = try StateCatalogue.read("\(ScenarioText.root)/docs/states.md")
        #expect(catalogue.entries.count == 88)
        #expect(catalogue.entries.count { $0.isRequired } == 42)
        let paths = try Selection.scenarios(below: "\(ScenarioText.root)/Scenarios")
        let report = CoverageReport(
            paths.compactMap { ScenarioFile.read($0).scenario }, catalogue: catalogue)
        #expect(report.missing.isEmpty)
        #expect(report.unknown.isEmpty)
    }
}

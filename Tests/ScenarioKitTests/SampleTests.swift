import Foundation
import ScenarioKit
import TestSupport
import Testing

@Suite struct SampleTests {
    static let samples = [
        "Scenarios/reload/reload-fast-forward-8-readers.yaml",
        "Scenarios/faults/crash-between-commit-and-push.yaml",
        "Scenarios/push/push-non-fast-forward-no-spin.yaml",
        "Scenarios/reconcile/conflict-same-record.yaml",
    ]

    private func load(_ index: Int) throws -> Scenario {
        try ScenarioFile.load("\(ScenarioText.root)/\(Self.samples[index])")
    }

    @Test(arguments: samples)
    func everySampleIsReadWithoutAWordAndCompiles(sample: String) throws {
        let file = ScenarioFile.read("\(ScenarioText.root)/\(sample)")
        #expect(file.diagnostics.map(\.rendered) == [])
        let scenario = try #require(file.scenario)
        #expect(Linter.lint(["\(ScenarioText.root)/\(sample)"]).map(\.rendered) == [])
        let plan = try HistoryPlan(scenario)
        let first = try #require(CommitName("A"))
        #expect(plan.summary(of: first)?.gen == 1)
        #expect(plan.summary(of: first)?.records["people"] ?? 0 >= 100)
    }

    @Test func aReloadScenarioHasWhatItsFileSays() throws {
        let scenario = try load(0)
        #expect(scenario.id == "reload-fast-forward-8-readers")
        #expect(scenario.timeout == .seconds(40))
        #expect(scenario.actors.map(\.name) == ["origin", "local", "api", "editor"])
        #expect(scenario.actor("api")?.env == ["CFP_DATA_POLL_INTERVAL": "0"])
        #expect(scenario.actor("editor")?.author == "Ed Itor <ed@example.invalid>")
        #expect(scenario.clock.start.rfc3339 == "2026-11-21T09:00:00Z")
        #expect(scenario.clock.mode == .manual)
        #expect(scenario.steps.count == 9)
        guard case .readers(let readers) = scenario.steps[1].verb else {
            Issue.record("the second step starts readers")
            return
        }
        #expect(readers.count == 8)
        #expect(readers.mix == ["list": 4, "get": 3, "search": 2, "list-filtered": 1])
        guard case .wait(let until) = scenario.steps[2].verb else {
            Issue.record("the third step waits")
            return
        }
        #expect(until.reads?.count?.matches(400) == true)
        #expect(until.reads?.count?.matches(399) == false)
        #expect(scenario.steps[2].within == .seconds(10))
        let reload = try #require(scenario.steps[4].expect)
        #expect(reload.outcome == .fastForwarded)
        #expect(reload.behind?.matches(1) == true)
        #expect(reload.location(of: "outcome").line == 28)
        #expect(reload.location(of: "outcome").column == 36)
        guard case .parallel(let branches) = scenario.steps[6].verb else {
            Issue.record("the seventh step has branches")
            return
        }
        #expect(branches.map { $0.map(\.as) } == [["r1"], ["r2"]])
        #expect(scenario.expect?.reads?.freshAfterAck == true)
        #expect(scenario.expect?.push?.forced?.matches(0) == true)
    }

    @Test func aMatrixBecomesCellsWithTheirOwnSteps() throws {
        let scenario = try load(3)
        #expect(
            scenario.cells.map(\.id) == [
                "conflict-same-record[trigger=webhook]", "conflict-same-record[trigger=boot]",
            ])
        #expect(
            scenario.cells.map { $0.scenario.steps.map(\.verb.name) } == [
                ["start", "fault", "write", "expect", "advance", "heal", "reload", "expect"],
                ["advance", "advance", "start", "expect"],
            ])
        let commits = scenario.history.commits
        let name = try #require(CommitName("A"))
        let first = try #require(commits[name])
        #expect(first.set.map(\.path) == [".gitsheets/people.toml", "people/jane.toml"])
        #expect(first.stamp == 1)
    }

    @Test func aMapThatAppendsToAPresetKeepsBoth() throws {
        let text = try ScenarioText()
        try text.write(
            """
            tags: [below]
            history: {commits: {A: {message: below, stamp: 1}}}
            """, to: "presets/p.yaml")
        try text.write(
            """
            scenario: above
            title: Above
            tags: [above]
            use: [../presets/p.yaml]
            history: {graph: A, commits: {A: {message: above}}}
            steps:
              - start: api
            """, to: "topic/above.yaml")
        let scenario = try ScenarioFile.load(text.folder.child("topic/above.yaml"))
        #expect(scenario.tags == ["below", "above"])
        let spec = try #require(scenario.history.commits.values.first)
        #expect(spec.message == "above")
        #expect(spec.stamp == 1)
    }

    @Test func theExplanationTellsGraphRelationStepsAndInvariants() throws {
        let text = ScenarioExplanation(try load(1)).description
        for part in [
            "crash-between-commit-and-push: Origin dies mid-fetch",
            "    A---B\n", "    B: A   by editor, stamps 2, adds 3145728 bytes",
            "    origin:main is A", "  in the pool: B",
            "  local:main (A) is 0 ahead and 0 behind origin:main (A)\n  → in-sync (policy refuse)",
            "PUT /api/sheets/people/jane, called $w1",
            "expect: status 502, outcome fetch-failed, reason transport",
            "invariants: no-commit-lost no-torn-read monotonic-reads",
        ] {
            #expect(text.contains(part), "\(part) is missing in:\n\(text)")
        }
    }

    @Test(arguments: samples)
    func whatASampleExpectsIsForeseen(sample: String) throws {
        let scenario = try ScenarioFile.load("\(ScenarioText.root)/\(sample)")
        let entries = scenario.cells.flatMap { Forecast($0).entries }
        #expect(entries.contains { $0.expected != nil })
        for entry in entries {
            guard let expected = entry.expected else { continue }
            #expect(entry.outcomes.contains(expected), "\(entry)")
        }
    }

    @Test func nineInTenOutcomesOfAllScenariosAreForeseen() throws {
        let paths = try Selection.scenarios(below: "\(ScenarioText.root)/Scenarios")
        let entries = try paths.flatMap { path in
            try ScenarioFile.load(path).cells.flatMap { Forecast($0).entries }
        }
        let told = entries.filter { $0.expected != nil && !$0.outcomes.isEmpty }
        let right = told.count { $0.expected.map($0.outcomes.contains) ?? false }
        #expect(told.count > 250)
        #expect(right * 10 > told.count * 9, "\(right) of \(told.count)")
    }

    @Test func theForecastFollowsWhatEachStepDoes() throws {
        let entries = try load(2).cells.flatMap { Forecast($0).entries }
        #expect(entries.map(\.step) == ["start api", "reload R1", "reconcile"])
        #expect(
            entries.map(\.outcomes) == [
                [.inSync], [.nonFastForward], [.rebased, .conflictEscaped],
            ])
        #expect(entries.map(\.ahead) == [0, 2, 2])
        #expect(entries.map(\.behind) == [0, 1, 1])
    }

    @Test func theExplanationIsDataToo() throws {
        let value = ScenarioExplanation(try load(1)).value
        let parsed = try #require(JSONText.parse(Array(JSONText.write(value).utf8)))
        #expect(parsed["scenario"]?.text == "crash-between-commit-and-push")
        #expect(parsed["graph"]?.items?.first?.text == "A---B")
        #expect(parsed["refs"]?["origin:main"]?.text == "A")
        let reload = parsed["predictions"]?.items?.first { $0["line"]?.scalarText == "29" }
        #expect(reload?["expected"]?.text == "fetch-failed")
        #expect(reload?["outcomes"]?.items?.contains(.string("fetch-failed")) == true)
    }

    @Test(arguments: [
        ("A   origin:main local:main", "in-sync"),
        ("A---B   origin:main\nA   local:main", "fast-forwarded"),
        ("A---B   local:main\nA   origin:main", "pushed-ahead"),
        ("A---B   local:main\n \\\n  C   origin:main", "non-fast-forward"),
        ("A   local:main\nB   origin:main", "unrelated-histories"),
        ("A   local:main", "remote-branch-missing"),
    ])
    func theStartPredictsAPlainReload(drawing: String, outcome: String) throws {
        let rows = drawing.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
        let scenario = try ScenarioText().scenario(history: "graph: |\n\(rows)")
        let server = try #require(scenario.actor("api"))
        let relation = try #require(StartRelation(scenario, server: server))
        let wanted = try #require(Outcome(rawValue: outcome))
        #expect(relation.prediction == .exactly(wanted))
    }
}

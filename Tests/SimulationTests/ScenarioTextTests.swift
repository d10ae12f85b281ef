import Reconcile
import Simulation
import Testing

@Suite("A case as a scenario") struct ScenarioTextTests {
    private func text(_ made: SimulatedCase) async -> ScenarioText? {
        ScenarioText(
            made, await made.play(), name: "case", title: "A case", why: "It is one.",
            origin: ["from a test"])
    }

    private var conflict: SimulatedCase {
        var made = SimulatedCase()
        made.records = ["jane": "a"]
        made.local = [.set("jane", field: "name", to: "b")]
        made.remote = [.set("jane", field: "name", to: "c"), .nothing]
        made.rest = 7_200
        return made
    }

    @Test func drawsBothSidesAndExpectsWhatTheModelSays() async throws {
        let text = try #require(await text(conflict)).text
        #expect(text.contains("    A1---R1---R2\n     \\\n      L1\n"))
        #expect(text.contains("    R2: {empty: true}\n"))
        #expect(text.contains("as: kept"))
        #expect(text.contains("record: {\"people/jane\": {name: \"c\"}}"))
        #expect(text.contains("refs: {\"origin:/^conflicts/\": $kept.output}"))
    }

    @Test func saysTheOutcomeOfEachReload() async throws {
        var made = conflict
        made.steps = [CaseStep(.rewind(1)), CaseStep(.reconcile(nil))]
        let text = try #require(await text(made)).text
        #expect(text.contains("update-ref, refs/heads/main, refs/heads/main~1"))
        #expect(text.contains("  - reconcile: {}\n    expect: {outcome: remote-rewritten}\n"))
    }

    @Test func doesNotTellOfAnAmendmentWhereThereIsNoBranch() async throws {
        var made = conflict
        made.steps = [
            CaseStep(.deleteBranch), CaseStep(.amend(.nothing)), CaseStep(.reconcile(nil)),
        ]
        let text = try #require(await text(made)).text
        #expect(!text.contains("commit-tree"))
        #expect(text.contains("  - reconcile: {}\n    expect: {outcome: remote-branch-missing}\n"))
    }

    @Test func killsTheServerAtTheNamedPoint() async throws {
        var made = conflict
        made.steps = [
            CaseStep(.remoteCommit(.set("zoe", field: "name", to: "a"))),
            CaseStep(.reload, interruptions: [4: .crash]),
        ]
        let text = try #require(await text(made)).text
        #expect(text.contains("fault: {id: killer, in: api, point: after-fetched, do: kill}"))
        #expect(text.contains("  - reload: {background: true}\n"))
    }

    @Test func hasNoWordsForWhatHappensInBetween() async {
        var made = conflict
        made.steps = [CaseStep(.reload, interruptions: [1: .command(.write(.delete("jane")))])]
        #expect(await text(made) == nil)
    }
}

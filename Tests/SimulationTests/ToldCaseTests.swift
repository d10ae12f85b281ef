import Simulation
import Testing

@Suite("Cases for the real server") struct ToldCaseTests {
    private func turns(_ count: Int, seed: UInt64) async -> [(ScenarioText, CaseResult)] {
        let session = FuzzSession(FuzzOptions(seed: seed, budget: .seconds(60)))
        var texts: [(ScenarioText, CaseResult)] = []
        for turn in 0..<count {
            guard let told = await session.toldCase(turn),
                let text = ScenarioText(
                    told.made, told.result, name: "case", title: "A case", why: "It is one.",
                    origin: [])
            else { continue }
            texts.append((text, told.result))
        }
        return texts
    }

    @Test func everyOtherTurnHasACrashOrABrokenNetwork() async {
        let texts = await turns(60, seed: 3).map(\.0.text)
        let disturbed = texts.count { $0.contains("id: killer") || $0.contains("id: network") }
        #expect(disturbed >= 28)
        #expect(texts.count > disturbed)
    }

    @Test func aSessionThatIsLongEnoughReachesEveryMark() async {
        var reached: Set<Mark> = []
        for (text, _) in await turns(600, seed: 5) { reached.formUnion(text.marks) }
        #expect(Mark.untold(reached, after: Mark.enoughTold) == [])
    }

    @Test func aMarkThatWasNotReachedIsNamedOnceTheSessionIsLongEnough() {
        let reached = Set(Mark.told.dropFirst())
        #expect(Mark.untold(reached, after: Mark.enoughTold) == [Mark.told[0]])
        #expect(Mark.untold([], after: Mark.enoughTold - 1) == [])
    }

    @Test func noFaultIsToldThatNobodyMeets() async {
        for (text, result) in await turns(60, seed: 4) where text.text.contains("id: network") {
            #expect(result.marks.contains { $0.description.hasPrefix("fault ") })
        }
    }

    @Test func asksAboutTheReloadsOfTheCase() async throws {
        var made = SimulatedCase()
        made.records = ["jane": "a"]
        made.local = [.set("jane", field: "name", to: "b")]
        made.remote = [.set("zoe", field: "name", to: "c")]
        let result = await made.play()
        let asked = try #require(result.consultations.first)
        #expect(asked.predicted.word == "rebased" && asked.simulated == "rebased")
        #expect(asked.local.map { result.history[$0].parents } == [0])
        #expect(result.history[asked.remote].records.keys.sorted() == ["jane", "zoe"])
    }
}

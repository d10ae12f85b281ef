import Simulation
import Testing

@Suite("A session of the simulation") struct FuzzSessionTests {
    /// Random cases in which every mutant was found with room to spare.
    static let enough = 60_000

    private func play(_ mutant: SimulatedMutant?, cases: Int, seed: UInt64 = 1) async -> FuzzSummary
    {
        await FuzzSession(
            FuzzOptions(
                seed: seed, budget: .seconds(300), mutant: mutant, cases: cases,
                isExhaustive: false)
        ).run()
    }

    @Test func findsNothingInTheRightServer() async {
        let summary = await play(nil, cases: 4_000)
        #expect(summary.finding == nil, "\(String(describing: summary.finding))")
        #expect(summary.random == 4_000)
    }

    @Test func aLongSessionFailsForWhatItNeverReached() {
        var summary = FuzzSummary(seed: 1)
        summary.marks = Set(Mark.wanted.dropFirst())
        summary.random = FuzzSummary.longEnough
        #expect(summary.unreached == [Mark.wanted[0]])
        summary.random -= 1
        #expect(summary.unreached == [])
    }

    @Test(arguments: SimulatedMutant.allCases)
    func findsTheMutant(_ mutant: SimulatedMutant) async throws {
        let summary = await play(mutant, cases: Self.enough)
        _ = try #require(summary.finding, "\(mutant.rawValue) survived")
    }

    @Test func shrinksToTheSameViolation() async throws {
        let mutant = SimulatedMutant.escapeWithoutBranch
        let options = FuzzOptions(
            seed: 3, budget: .seconds(300), mutant: mutant, isExhaustive: false)
        let finding = try #require(await FuzzSession(options).run().finding)
        let small = await Shrinker(mutant: mutant).shrink(finding)
        #expect(small.violation.signature == finding.violation.signature)
        // A commit on each side, of the same field; nothing else is needed.
        #expect(small.played.local.count == 1 && small.played.remote.count == 1)
        #expect(small.played.steps.isEmpty && small.played.shared.isEmpty)
    }

    @Test func theSameCaseIsTheSameRun() async {
        for seed in UInt64(1)...200 {
            var tape = ChoiceTape(seed: seed)
            let made = CaseGenerator(.crash).make(&tape)
            let hashes = (await made.play().hash, await made.play().hash)
            #expect(hashes.0 == hashes.1)
        }
    }
}

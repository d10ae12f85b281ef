import Simulation
import Testing

@Suite("Choices") struct ChoiceTapeTests {
    @Test func aTapeIsReplayedAndThenExtendedByTheSimplest() {
        var tape = ChoiceTape(replaying: [3, 9])
        #expect([tape.below(5), tape.below(5), tape.below(5)] == [3, 4, 0])
        #expect(tape.choices == [3, 4, 0])
    }

    @Test func theSameSeedChoosesTheSame() {
        var (first, second) = (ChoiceTape(seed: 7), ChoiceTape(seed: 7))
        let choices = (0..<100).map { _ in first.below(10) }
        #expect(choices == (0..<100).map { _ in second.below(10) })
        #expect(Set(choices) == Set(0..<10))
    }

    @Test func everySequenceIsEnumeratedOnce() {
        var enumerator = ChoiceEnumerator()
        var seen: [[UInt32]] = []
        while var tape = enumerator.tape() {
            if tape.below(2) == 1 { _ = tape.below(3) }
            seen.append(tape.choices)
            enumerator.used(tape)
        }
        #expect(seen == [[0], [1, 0], [1, 1], [1, 2]])
    }
}

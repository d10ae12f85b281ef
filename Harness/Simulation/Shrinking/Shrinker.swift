/// Makes the case of a finding as small as it can be while the same invariant breaks at the same
/// kind of command.
package struct Shrinker: Sendable {
    /// Candidates that are played at most.
    private static let most = 4_000

    private let mutant: SimulatedMutant?

    package init(mutant: SimulatedMutant? = nil) { self.mutant = mutant }

    /// The smallest finding with the same signature.
    package func shrink(_ finding: CaseFinding) async -> CaseFinding {
        var search = Search(finding: finding, mutant: mutant, left: Self.most)
        await search.shrinkTape()
        await search.shrinkCase()
        return search.finding
    }

    private struct Search {
        var finding: CaseFinding
        let mutant: SimulatedMutant?
        var left: Int

        /// Whether the candidate shows the same; then it is the finding from here on.
        private mutating func accepts(_ candidate: SimulatedCase) async -> Bool {
            guard left > 0 else { return false }
            left -= 1
            let violation = await candidate.play(mutant: mutant).violation
            guard let violation, violation.signature == finding.violation.signature
            else { return false }
            finding.played = candidate
            finding.violation = violation
            return true
        }

        // MARK: The tape

        /// Blocks deleted, choices zeroed, choices lowered, until nothing helps any more.
        mutating func shrinkTape() async {
            guard !finding.tape.isEmpty else { return }
            var hasShrunk = true
            while hasShrunk, left > 0 {
                hasShrunk = false
                for size in [8, 4, 2, 1] where await deleteBlocks(of: size) { hasShrunk = true }
                if await lowerChoices() { hasShrunk = true }
            }
        }

        private mutating func deleteBlocks(of size: Int) async -> Bool {
            var hasShrunk = false
            var start = finding.tape.count - size
            while start >= 0 {
                var tape = finding.tape
                if start + size <= tape.count {
                    tape.removeSubrange(start..<(start + size))
                    if await takes(tape) { hasShrunk = true }
                }
                start -= size
            }
            return hasShrunk
        }

        private mutating func lowerChoices() async -> Bool {
            var hasShrunk = false
            var index = 0
            while index < finding.tape.count {
                let choice = finding.tape[index]
                for lower in [0, choice / 2, choice &- 1] where lower < choice {
                    var tape = finding.tape
                    tape[index] = lower
                    if await takes(tape) {
                        hasShrunk = true
                        break
                    }
                }
                index += 1
            }
            return hasShrunk
        }

        private mutating func takes(_ choices: [UInt32]) async -> Bool {
            var tape = ChoiceTape(replaying: choices)
            let made = CaseGenerator(finding.profile).make(&tape)
            guard await accepts(made) else { return false }
            // What was not looked at is not needed; what the end lacks are zeros.
            var used = tape.choices
            while used.last == 0 { used.removeLast() }
            finding.tape = used
            return true
        }

        // MARK: The case

        /// Whatever can be left out of the case itself, until nothing can.
        mutating func shrinkCase() async {
            var hasShrunk = true
            while hasShrunk, left > 0 {
                hasShrunk = false
                for candidate in finding.played.simpler where await accepts(candidate) {
                    hasShrunk = true
                    break
                }
            }
        }
    }
}

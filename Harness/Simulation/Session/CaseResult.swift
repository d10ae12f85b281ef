/// What playing a case came to.
package struct CaseResult: Sendable {
    /// The first invariant that did not hold.
    package let violation: Violation?
    /// Equal for equal runs.
    package let hash: UInt64
    package let marks: Set<Mark>
    /// How many action boundaries each step has; the first is the start of the server.
    package let boundaries: [Int]
    /// What happened, when that was asked for.
    package let events: [String]
    /// What a scenario of the case has to say.
    package let story: Story
    /// Reloads that others can judge too.
    package let consultations: [Consultation]
    let book: ObjectBook

    /// Every commit of the world, parents first.
    package var history: [DrawnCommit] { book.drawn }
}

extension SimulatedCase {
    /// Plays the case in a world of its own. The same case is the same run.
    package func play(
        mutant: SimulatedMutant? = nil, keepsLog: Bool = false
    ) async -> CaseResult {
        await Simulation(self, mutant: mutant, keepsLog: keepsLog).play()
    }
}

/// What a session plays, and for how long.
package struct FuzzOptions: Sendable {
    /// Everything follows from it.
    package var seed: UInt64
    /// No case is begun behind it.
    package var budget: Duration
    /// Nil: all, in turn.
    package var profile: CaseProfile?
    package var mutant: SimulatedMutant?
    /// Random cases at most.
    package var cases: Int
    /// Cases that are played at the same time.
    package var workers: Int
    /// Whether small cases are played with a crash at every boundary first.
    package var isExhaustive: Bool

    package init(
        seed: UInt64, budget: Duration, profile: CaseProfile? = nil,
        mutant: SimulatedMutant? = nil, cases: Int = .max, workers: Int = 2,
        isExhaustive: Bool = true
    ) {
        self.seed = seed
        self.budget = budget
        self.profile = profile
        self.mutant = mutant
        self.cases = cases
        self.workers = workers
        self.isExhaustive = isExhaustive
    }
}

/// What a session came to.
package struct FuzzSummary: Sendable {
    package var seed: UInt64
    /// Cases of the small ones, each with a crash somewhere or none.
    package var exhaustive = 0
    /// Whether all of the small ones were played.
    package var isExhausted = false
    package var random = 0
    package var elapsed: Duration = .zero
    package var marks: Set<Mark> = []
    /// The first violation, by the number of its case.
    package var finding: CaseFinding?

    package init(seed: UInt64) { self.seed = seed }

    package var casesPerSecond: Int {
        let seconds = elapsed / .seconds(1)
        return seconds > 0 ? Int(Double(exhaustive + random) / seconds) : 0
    }

    /// What was never reached although the session was long enough to reach it.
    package var unreached: [Mark] {
        random < Self.longEnough ? [] : Mark.wanted.filter { !marks.contains($0) }
    }

    /// Random cases after which every mark should have been reached.
    package static let longEnough = 50_000

    mutating func add(_ other: FuzzSummary) {
        exhaustive += other.exhaustive
        random += other.random
        marks.formUnion(other.marks)
        guard let theirs = other.finding else { return }
        guard let ours = finding, ours.number ?? 0 <= theirs.number ?? 0 else {
            finding = theirs
            return
        }
    }
}

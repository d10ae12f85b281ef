/// What one row found out.
struct RowReport {
    /// One comparison and its goal.
    struct Claim {
        /// Short and the same in every run: the guard finds its ratio by it.
        let name: String
        let samples: Samples
        let goal: Goal
        /// The same ratio of the best rounds of both sides, which others' load spoils least.
        let best: Double?

        var figure: Double { samples.median }
        var isMet: Bool { goal.isMet(by: figure) }
    }

    let row: String
    let title: String
    /// What was measured, one line each.
    private(set) var lines: [Samples] = []
    private(set) var claims: [Claim] = []
    /// What could not be measured or has to be known to read the figures.
    private(set) var notes: [String] = []
    /// Something that belongs to the row has no figure.
    private(set) var isIncomplete = false

    init(_ row: String, _ title: String) {
        self.row = row
        self.title = title
    }

    mutating func add(_ samples: Samples...) { lines += samples }
    mutating func add(_ samples: [Samples]) { lines += samples }

    /// A figure that is the median of `samples`, and its goal.
    mutating func claim(
        _ name: String, _ samples: Samples, _ goal: Goal, best: Double? = nil
    ) {
        claims.append(Claim(name: name, samples: samples, goal: goal, best: best))
    }

    mutating func note(_ text: String) { notes.append(text) }

    mutating func fail(_ text: String) {
        notes.append(text)
        isIncomplete = true
    }
}

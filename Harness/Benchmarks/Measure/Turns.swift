/// One side of a comparison: what is done once a round, and what it measures.
struct Side {
    let name: String
    let unit: String
    let measure: () async throws -> Double

    init(_ name: String, _ unit: String, _ measure: @escaping () async throws -> Double) {
        self.name = name
        self.unit = unit
        self.measure = measure
    }
}

/// Measures sides in turns, each round beginning with another one.
struct Turns {
    let progress: Progress

    /// The samples of each side, in the order of `sides`. The first `warmups` rounds do not count.
    /// `prepare` is done before each round.
    func run(
        _ sides: [Side], rounds: Int, warmups: Int = 1, prepare: () async throws -> Void = {}
    ) async throws -> [Samples] {
        var values = sides.map { _ in [Double]() }
        for round in 0..<(rounds + warmups) {
            try await prepare()
            for step in sides.indices {
                let index = (step + round) % sides.count
                progress.show("round \(round + 1)/\(rounds + warmups): \(sides[index].name)")
                let value = try await sides[index].measure()
                if round >= warmups { values[index].append(value) }
            }
        }
        return zip(sides, values).map { Samples($0.name, $0.unit, $1) }
    }
}

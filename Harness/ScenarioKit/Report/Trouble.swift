/// A step that did not do what it must, ready to be shown.
package struct Trouble: Sendable, Hashable {
    /// One expectation that does not hold.
    package struct Spot: Sendable, Hashable {
        package let mismatch: Mismatch
        /// Where it is wanted; nil when no place is known.
        package let excerpt: Excerpt?

        package init(_ mismatch: Mismatch, excerpt: Excerpt?) {
            self.mismatch = mismatch
            self.excerpt = excerpt
        }
    }

    /// The step's verb.
    package let verb: String
    /// Its number among the top-level steps, from 1; nil for the closing `expect`.
    package let number: Int?
    /// How many top-level steps there are.
    package let steps: Int
    /// Where the step is written.
    package let place: ScenarioLocation?
    package let spots: [Spot]

    package init(
        verb: String, number: Int?, steps: Int, place: ScenarioLocation?, spots: [Spot]
    ) {
        self.verb = verb
        self.number = number
        self.steps = steps
        self.place = place
        self.spots = spots
    }

    /// Reads what the scenario file says at each place.
    init(_ failure: StepFailure, steps: Int) {
        self.init(
            verb: failure.verb, number: failure.number, steps: steps, place: failure.location,
            spots: failure.mismatches.map { location, mismatch in
                Spot(mismatch, excerpt: location.flatMap { Excerpt($0) })
            })
    }

    /// All of it in a line: the step, and the first expectation that does not hold.
    var sentence: String {
        guard let spot = spots.first?.mismatch else { return "\(step) (\(verb)) failed" }
        let seen = spot.seen.split(separator: "\n").first.map(String.init) ?? spot.seen
        return "\(step) (\(verb)): \(spot.key) had to be \(spot.wanted) and was \(seen)"
    }

    /// `step 7 of 9`, or where it is when it is no step.
    package var step: String {
        number.map { "step \($0) of \(steps)" } ?? "after step \(steps) of \(steps)"
    }
}

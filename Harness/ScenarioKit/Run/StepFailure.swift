/// A step that did not do what it must.
package struct StepFailure: Error, Sendable {
    /// What the step is, in the language's words.
    package let verb: String
    /// Number of the top-level step, from 1; nil for the closing `expect` and for invariants.
    package var number: Int?
    /// Where it is written.
    package let location: ScenarioLocation?
    /// What did not hold: where it is wanted, and the words.
    package let mismatches: [(location: ScenarioLocation?, mismatch: Mismatch)]

    package init(
        verb: String, number: Int? = nil, location: ScenarioLocation?,
        mismatches: [(location: ScenarioLocation?, mismatch: Mismatch)]
    ) {
        self.verb = verb
        self.number = number
        self.location = location
        self.mismatches = mismatches
    }

    /// A failure in plain words.
    package init(verb: String, location: ScenarioLocation?, wanted: String, seen: String) {
        self.init(
            verb: verb, location: location,
            mismatches: [(location, Mismatch(key: verb, wanted: wanted, seen: seen))])
    }
}

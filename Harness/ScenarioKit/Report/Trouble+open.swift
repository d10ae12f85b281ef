extension Trouble {
    /// The step that a case was at when it was ended from outside; nil when it was at none.
    init?(openIn events: [EventLog.Event], of scenario: Scenario, wanted: String, seen: String) {
        // A step that is cancelled notes that it ended, but not well.
        let done = events.filter { $0.kind == "step-end" && $0["ok"]?.flag == true }
        let ended = Set(done.compactMap { $0["id"]?.double })
        let open = events.last { event in
            event.kind == "step" && event["id"]?.double.map { !ended.contains($0) } ?? false
        }
        guard let open, let verb = open["verb"]?.text,
            let line = open["line"]?.double.map({ Int($0) })
        else { return nil }
        let number = open["number"]?.double.map({ Int($0) })
        let steps = scenario.steps
        let top = number.flatMap { steps.indices.contains($0 - 1) ? steps[$0 - 1] : nil }
        let isTop = top?.location.line == line
        let place =
            isTop ? top?.location : ScenarioLocation(file: scenario.file, line: line, column: 1)
        let spot = Spot(
            Mismatch(key: verb, wanted: wanted, seen: seen), excerpt: place.flatMap { Excerpt($0) })
        self.init(verb: verb, number: number, steps: steps.count, place: place, spots: [spot])
    }
}

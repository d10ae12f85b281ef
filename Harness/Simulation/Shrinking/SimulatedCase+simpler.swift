extension SimulatedCase {
    /// The case with one thing less, for each thing that can be left out; the biggest first.
    var simpler: [SimulatedCase] {
        var all: [SimulatedCase] = []
        func with(_ change: (inout SimulatedCase) -> Void) {
            var candidate = self
            change(&candidate)
            if candidate != self { all.append(candidate) }
        }
        for index in steps.indices { with { $0.steps.remove(at: index) } }
        for list in [\SimulatedCase.local, \.remote, \.shared] {
            for index in self[keyPath: list].indices {
                with { $0[keyPath: list].remove(at: index) }
            }
        }
        for name in records.keys.sorted() where records.count > 1 {
            with { $0.records[name] = nil }
        }
        with { $0.isUnrelated = false }
        with { $0.hasTagNamedLikeBranch = false }
        with { $0.start = CaseStep(.restart) }
        for index in steps.indices {
            with { $0.steps[index].faults = [:] }
            for boundary in steps[index].interruptions.keys.sorted() {
                with { $0.steps[index].interruptions[boundary] = nil }
            }
        }
        return all
    }
}

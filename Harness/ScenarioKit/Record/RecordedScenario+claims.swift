/// Only what a step brings about is claimed of a clone's files.
extension RecordedScenario {
    /// The states of damage.
    private static let damage: [CatalogueState] = [.emptyFile, .corrupt, .missingObject]

    /// The steps that break something.
    var broken: [String] {
        (plants + history.damageSteps).filter { step in
            ["truncate: ", "corrupt: ", "remove: "].contains { step.contains("in: local, \($0)") }
                || step.contains("content: \"\"") || step.contains("content: \"damaged\"")
                || step.contains("content: \"garbage")
        }
    }

    /// Which damage the steps bring about.
    private var planted: Set<CatalogueState> {
        var found: Set<CatalogueState> = []
        for step in broken {
            if step.contains(", remove: ") {
                found.insert(.missingObject)
            } else if step.contains(", truncate: ") || step.contains("content: \"\"") {
                found.insert(.emptyFile)
            } else if !step.contains("content: \"garbage") {
                found.insert(.corrupt)
            }
        }
        return found
    }

    /// Claims the damage that is planted, and no other; a comment tells what the clone had beside.
    ///
    /// - Throws: `HarnessError.unsupported` when the clone ends as damaged and nothing is planted.
    mutating func claim(seeing findings: [DoctorFinding]) throws(HarnessError) {
        let planted = planted
        let left = Self.damage.filter { states.contains($0) && !planted.contains($0) }
        if broken.isEmpty, outcome == .localDamaged, let state = left.first {
            let seen = findings.first { $0.state == state }?.evidence ?? ""
            throw .unsupported(
                "the clone is in \(state.rawValue), \(state.sentence), but nothing that a branch "
                    + "needs was found broken, so that no step can bring it about: \(seen)")
        }
        // What is broken is missing as well, so that S81 tells nothing more beside a step.
        guesses += left.filter { broken.isEmpty || $0 != .missingObject }.map { state in
            "The clone seemed to be in \(state.rawValue), \(state.sentence), too: nothing of that "
                + "is here."
        }
        states = CatalogueState.allCases.filter { state in
            planted.contains(state) || (states.contains(state) && !Self.damage.contains(state))
        }
    }
}

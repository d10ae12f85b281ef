import ScenarioKit

/// A case of the real tier that is not right, and who says what of it.
struct RealFailure: Sendable {
    /// The scenario.
    let file: String
    /// Ready to print.
    let lines: [String]

    /// Nil: model, git, simulation and server agree, and no invariant is broken.
    init?(file: String, verdict: Verdict, opinions: [Opinion]) {
        let isGood = verdict.status == .passed
        let odd = opinions.filter { !$0.isOne }
        guard !isGood || !odd.isEmpty else { return nil }
        self.file = file
        var lines = ["FAIL \(file)"]
        let said = odd.isEmpty ? opinions : odd
        lines += said.map { "  \($0)" }
        if let trouble = verdict.trouble {
            lines += trouble.spots.map {
                "  \(trouble.step): expected \($0.mismatch.key) \($0.mismatch.wanted), "
                    + "the server says \($0.mismatch.seen)"
            }
        }
        lines.append(
            isGood
                ? "  the server says what the model says"
                : "  the server's case ended as \(verdict.status.rawValue)")
        self.lines = lines + verdict.explanation.map { "  \($0)" }
    }
}

/// How one case ended.
package struct Verdict: Sendable {
    /// The five ends a case can come to, the two of an expected failure, and a doubtful one.
    package enum Status: String, Sendable, Hashable, CaseIterable {
        case passed, failed, indeterminate, skipped, invalid, error
        /// Marked `xfail` and failed as it should.
        case expectedFailure = "expected-failure"
        /// Marked `xfail` and passed: the mark must go.
        case fixed
        /// Failed, and passed when it was played again: never green.
        case flaky

        /// True for an end that nobody has to look into.
        package var isGood: Bool {
            [.passed, .skipped, .expectedFailure].contains(self)
        }
    }

    /// `id[cell]`: `reload-fast-forward-8-readers`, `boot[transport=ssh]`.
    package var id: String
    /// The scenario's file.
    package let file: String
    package var status: Status
    /// What went wrong, ready to print; empty for a pass.
    package var explanation: [String] = []
    /// Figures worth keeping: overlaps, reads a second.
    package var figures: [String] = []
    /// Invariants relaxed, with reasons.
    package var relaxed: [String] = []
    package var seconds = 0.0
    package var seed: UInt64 = 0
    /// Folder with the case's records; nil when nothing was kept.
    package var folder: String?

    /// Whether it speaks against nothing.
    package var isGreen: Bool { status.isGood }

    /// What the scenario says of itself.
    package var title = ""
    package var why: String?
    package var states: [String] = []
    package var tags: [String] = []
    /// The chosen value of each axis of the matrix.
    package var cell: [String: String] = [:]
    /// Why a failure is expected, or why the case was left out.
    package var reason: String?
    /// The step that failed.
    package var trouble: Trouble?
    /// Invariants that were broken.
    package var findings: [Finding] = []
    /// What happened; nil for a case that was not played.
    package var chronicle: Chronicle?

    package init(id: String, file: String, status: Status) {
        self.id = id
        self.file = file
        self.status = status
    }

    /// Takes over what a scenario says of itself.
    init(of cell: ScenarioCell) {
        self.init(id: cell.id, file: cell.scenario.file, status: .passed)
        let scenario = cell.scenario
        title = scenario.title
        why = scenario.why
        states = scenario.state
        tags = scenario.tags
        self.cell = cell.values
        relaxed = scenario.relax.map { "\($0.invariant.rawValue): \($0.because)" }
    }

    /// The command that plays the same case again.
    package func again(_ context: RunContext?) -> String {
        var words = ["scenarios", "run", Self.shell(file), "--seed", "\(seed)"]
        words += context?.serverWords ?? []
        if !cell.isEmpty { words += ["--filter", Self.shell(Self.literal(id))] }
        return words.joined(separator: " ")
    }

    /// A word as a shell reads it.
    package static func shell(_ word: String) -> String {
        let plain = word.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=".contains($0))
        }
        return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }

    /// An expression that matches this text and nothing else.
    private static func literal(_ text: String) -> String {
        "^" + text.map { "[]()*+?.|^$\\{}".contains($0) ? "\\\($0)" : "\($0)" }.joined() + "$"
    }
}

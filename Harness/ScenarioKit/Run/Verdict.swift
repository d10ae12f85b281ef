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
    }

    /// `id[cell]` with its folder: `reload/fast-forward`.
    package let id: String
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
    package var isGreen: Bool { [.passed, .skipped, .expectedFailure].contains(status) }

    package init(id: String, file: String, status: Status) {
        self.id = id
        self.file = file
        self.status = status
    }
}

/// All verdicts of a run: the last line, the exit status.
package struct RunSummary: Sendable {
    /// In the order the cases were listed.
    package let verdicts: [Verdict]

    /// What the run was; nil where nobody said.
    package var context: RunContext?

    /// Files of the run that could not be written, in words.
    package var unwritten: [String] = []

    /// How many cases were not begun because the run was interrupted.
    package var unplayed = 0

    package init(_ verdicts: [Verdict], context: RunContext? = nil) {
        self.verdicts = verdicts
        self.context = context
    }

    /// How many cases ended in one of these ways.
    package func count(_ statuses: Verdict.Status...) -> Int {
        verdicts.count { statuses.contains($0.status) }
    }

    /// `61 passed, 1 failed, 2 skipped`, with other ends named when there are any.
    package var line: String {
        var parts = [
            "\(count(.passed, .expectedFailure)) passed", "\(count(.failed, .fixed)) failed",
            "\(count(.skipped)) skipped",
        ]
        for status in [Verdict.Status.flaky, .indeterminate, .invalid, .error]
        where count(status) > 0 {
            parts.append("\(count(status)) \(status.rawValue)")
        }
        if unplayed > 0 { parts.append("\(unplayed) not run") }
        return parts.joined(separator: ", ")
    }

    /// 0 passed, 1 failed, 2 indeterminate, 3 invalid, 4 harness error; the gravest wins.
    package var exitStatus: Int32 {
        if count(.failed, .fixed, .flaky) > 0 { return 1 }
        if count(.invalid) > 0 { return 3 }
        if count(.error) > 0 || !unwritten.isEmpty || unplayed > 0 { return 4 }
        return count(.indeterminate) > 0 ? 2 : 0
    }
}

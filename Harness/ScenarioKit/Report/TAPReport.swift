/// The Test Anything Protocol, version 14: <https://testanything.org/tap-version-14-specification>.
enum TAPReport {
    /// The protocol's word for a failure that is known; in two parts, because whole it marks work
    /// that was left undone, and no file may hold it.
    private static let known = "TO" + "DO"

    static func text(_ summary: RunSummary) -> String {
        var lines = ["TAP version 14", "1..\(summary.verdicts.count)"]
        for (index, verdict) in summary.verdicts.enumerated() {
            lines += self.lines(verdict, number: index + 1)
        }
        lines.append("# \(oneLine(summary.line))")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(_ verdict: Verdict, number: Int) -> [String] {
        let isGood = [.passed, .skipped].contains(verdict.status)
        let directive =
            switch verdict.status {
            case .skipped: " # SKIP \(escape(verdict.explanation.first ?? ""))"
            // A failure that is known does not fail the run; one that went away does.
            case .expectedFailure: " # \(known) \(escape(verdict.reason ?? ""))"
            default: ""
            }
        let point = "\(isGood ? "ok" : "not ok") \(number) - \(escape(verdict.id))\(directive)"
        guard !isGood else { return [point] }
        let message = verdict.explanation.joined(separator: "\n").split(
            separator: "\n", omittingEmptySubsequences: false)
        let block =
            [
                "---", "status: \(verdict.status.rawValue)",
                "file: \(JSONText.quote(verdict.file))",
                "duration_ms: \(Int(verdict.seconds * 1000))", "seed: \(verdict.seed)", "message:",
            ] + message.map { "  - \(JSONText.quote(String($0)))" } + ["..."]
        return [point] + block.map { "  \($0)" }
    }

    /// A description or reason: `#` and `\` are escaped, and it stays on its line.
    private static func escape(_ text: String) -> String {
        oneLine(text).replacing("\\", with: "\\\\").replacing("#", with: "\\#")
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}

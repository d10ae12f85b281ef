/// How a case ended, as a terminal shows it: one line for a good end, the whole story for another.
package enum VerdictText {
    package static func lines(_ verdict: Verdict, context: RunContext?) -> [String] {
        let word = verdict.status == .failed ? "FAIL" : verdict.status.rawValue
        let seconds = FailureText.seconds(verdict.seconds)
        var head = "\(word) \(verdict.id)  \(seconds) s  seed \(verdict.seed)"
        guard !verdict.status.isGood else { return [head] }
        if let context {
            head += "  git \(context.git)  server \(context.server)"
            if let mutant = context.mutant { head += " (\(mutant))" }
        }
        var lines = [head] + verdict.explanation + verdict.figures.map { "  \($0)" }
        if let folder = verdict.folder { lines.append("  world kept: \(folder)") }
        if let chronicle = verdict.chronicle, chronicle.violationCount > 0 {
            let count = chronicle.violationCount
            lines.append("  violations: \(count) reads; history.ndjson there has them all")
        }
        return lines + ["  again:      \(verdict.again(context))"]
    }
}

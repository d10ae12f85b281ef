import Foundation

/// A failed step as people read it: the line of the file, a caret, what was seen.
package enum FailureText {
    /// The lines that tell about a failure.
    package static func lines(_ failure: StepFailure, scenario: Scenario) -> [String] {
        let place = failure.location.map { "   \($0)" } ?? ""
        let step = failure.number.map { "step \($0) of \(scenario.steps.count)  " } ?? ""
        var lines = ["  \(step)\(failure.verb)\(place)"]
        for (location, mismatch) in failure.mismatches {
            lines += self.lines(mismatch, at: location)
        }
        return lines
    }

    private static func lines(_ mismatch: Mismatch, at location: ScenarioLocation?) -> [String] {
        let words = "\(mismatch.key): wanted \(mismatch.wanted), got \(mismatch.seen)"
        guard let location, let source = line(location) else { return ["     " + words] }
        let number = String(location.line)
        let margin = String(repeating: " ", count: number.count)
        let indent = String(repeating: " ", count: max(0, location.column - 1))
        let caret = String(repeating: "^", count: location.length)
        return [
            " \(margin) |", " \(number) | \(source)", " \(margin) | \(indent)\(caret) \(words)",
        ]
    }

    private static func line(_ location: ScenarioLocation) -> String? {
        guard let text = try? String(contentsOfFile: location.file, encoding: .utf8) else {
            return nil
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.indices.contains(location.line - 1) ? String(lines[location.line - 1]) : nil
    }

    /// Seconds with three decimals.
    package static func seconds(_ seconds: Double) -> String {
        let thousandths = Int((seconds * 1000).rounded())
        let rest = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}

/// A failure as people read it on a terminal: the step, the line with a caret, what was seen.
package enum FailureText {
    /// The lines about a failed step.
    package static func lines(_ trouble: Trouble) -> [String] {
        let place = trouble.place.map { "   \($0)" } ?? ""
        return ["  \(trouble.step)  \(trouble.verb)\(place)"] + trouble.spots.flatMap(lines)
    }

    private static func lines(_ spot: Trouble.Spot) -> [String] {
        let mismatch = spot.mismatch
        let words = "\(mismatch.key): wanted \(mismatch.wanted), got \(mismatch.seen)"
        guard let excerpt = spot.excerpt else { return ["     " + words] }
        let number = String(excerpt.line)
        let margin = String(repeating: " ", count: number.count)
        let indent = String(repeating: " ", count: max(0, excerpt.column - 1))
        let caret = String(repeating: "^", count: excerpt.length)
        return [
            " \(margin) |", " \(number) | \(excerpt.text)",
            " \(margin) | \(indent)\(caret) \(words)",
        ]
    }

    /// The history at the end, one line a chain, under the history at the start where it differs.
    package static func graphs(_ chronicle: Chronicle) -> [String] {
        let before = GraphText.lines(chronicle.before)
        let after = GraphText.lines(chronicle.after)
        guard !after.isEmpty else { return [] }
        func block(_ title: String, _ lines: [String]) -> [String] {
            lines.enumerated().map { index, line in
                "  " + (index == 0 ? title : String(repeating: " ", count: title.count)) + line
            }
        }
        guard before != after else { return block("graph   ", after) }
        return block("before  ", before) + block("after   ", after)
    }

    /// The last things that happened before it went wrong, or before the end.
    package static func lastEvents(_ chronicle: Chronicle) -> [String] {
        let end = chronicle.crisis
        let told = chronicle.events.filter { event in
            end.map { event.at <= $0 } ?? true && !["git-end", "step-end"].contains(event.kind)
        }
        let words = told.suffix(6).map { event in
            let text = event.kind == "log" ? event["message"]?.text ?? event.text : event.text
            let name = event.kind == "log" ? "log \(event["event"]?.text ?? "")" : event.kind
            let at = seconds(chronicle.seconds(event.at))
            return "+\(at) \(name) \(text.prefix(110))"
        }
        guard !words.isEmpty else { return [] }
        return ["  last events   " + words.joined(separator: "\n                ")]
    }

    /// Seconds with three decimals.
    package static func seconds(_ seconds: Double) -> String {
        let thousandths = Int((seconds * 1000).rounded())
        let rest = String(abs(thousandths) % 1000)
        let sign = thousandths < 0 ? "-" : ""
        return "\(sign)\(abs(thousandths) / 1000)."
            + String(repeating: "0", count: 3 - rest.count) + rest
    }
}

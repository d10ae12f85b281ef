/// Durations as people write them: a number and a unit, such as `250ms`, `5s`, `15m`, `2h`, `1d`.
package enum DurationText {
    /// Nil for a missing or unknown unit, a negative or unreadable number, or over 3650 days. A
    /// bare `0` is zero.
    package static func parse(_ text: String) -> Duration? {
        if text == "0" { return .zero }
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let number = Double(digits), number.isFinite else { return nil }
        let seconds: Double
        switch text[digits.endIndex...] {
        case "us": seconds = number / 1_000_000
        case "ms": seconds = number / 1000
        case "s": seconds = number
        case "m": seconds = number * 60
        case "h": seconds = number * 3600
        case "d": seconds = number * 86_400
        default: return nil
        }
        guard seconds <= 3650 * 86_400 else { return nil }
        return .microseconds(Int64((seconds * 1_000_000).rounded()))
    }
}

/// Something wrong, or doubtful, at one place of a scenario file.
package struct Diagnostic: Error, Sendable, Hashable {
    /// How bad it is.
    package enum Severity: String, Sendable, Hashable {
        /// The scenario cannot be run.
        case error
        /// It can, but someone should look.
        case warning
    }

    /// How bad it is.
    package var severity: Severity
    /// Where.
    package var location: ScenarioLocation
    /// What is wrong, in one line.
    package var message: String
    /// What to do about it.
    package var hint: String?
    /// The line of the file; nil until the reader of the file adds it.
    package var sourceLine: String?

    /// Makes a diagnostic; an error when nothing else is said.
    package init(
        _ message: String, at location: ScenarioLocation, hint: String? = nil,
        severity: Severity = .error
    ) {
        self.severity = severity
        self.location = location
        self.message = message
        self.hint = hint
    }

    /// `file:line:column: error: message`, then the line with a caret under the place.
    package var rendered: String {
        let tail = hint.map { "; \($0)" } ?? ""
        var text = "\(location): \(severity.rawValue): \(message)\(tail)"
        guard let sourceLine else { return text }
        let number = String(location.line)
        let margin = String(repeating: " ", count: number.count)
        let before = sourceLine.unicodeScalars.prefix(location.column - 1)
        let indent = String(String.UnicodeScalarView(before.map { $0 == "\t" ? "\t" : " " }))
        let room = max(1, sourceLine.unicodeScalars.count - location.column + 1)
        let caret = String(repeating: "^", count: min(location.length, room))
        text += "\n \(margin) |\n \(number) | \(sourceLine)\n \(margin) | \(indent)\(caret)"
        return text
    }
}

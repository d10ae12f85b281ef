/// The canonical form of a scenario file: sections in the order of the language, one blank line
/// before each of the large ones, no blanks at ends of lines. Lines are moved and never rewritten, so
/// that comments stay with what they are about.
package struct CanonicalForm: Sendable {
    /// One section with the comments above it.
    private struct Section {
        var key: String
        var lines: [String]
    }

    /// Sections that a blank line precedes.
    private static let large: Set<String> = [
        "actors", "history", "steps", "expect", "finally", "relax", "xfail",
    ]

    /// The text in canonical form.
    package let text: String

    /// Brings a file's text into canonical form.
    ///
    /// - Throws: a diagnostic when the text is no YAML map, or would say something else afterwards.
    package init(file: String, text: String) throws(Diagnostic) {
        let before = try Self.meaning(file: file, text: text)
        var head: [String] = []
        var sections: [Section] = []
        var comments: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let line = Self.trimmed(line)
            if let key = Self.key(line) {
                sections.append(Section(key: key, lines: comments + [line]))
                comments = []
            } else if line.hasPrefix("#") {
                comments.append(line)
            } else if sections.isEmpty {
                head += comments + [line]
                comments = []
            } else {
                sections[sections.count - 1].lines += comments + [line]
                comments = []
            }
        }
        // The first comments are the file's, not those of its first section.
        if head.isEmpty, let first = sections.first {
            head = first.lines.prefix { $0.hasPrefix("#") }.map { $0 }
            sections[0].lines.removeFirst(head.count)
        }
        let order = Dictionary(
            uniqueKeysWithValues: Vocabulary.scenario.keys.enumerated().map { ($1, $0) })
        let sorted = sections.enumerated().sorted { left, right in
            let last = order.count
            return (order[left.element.key] ?? last, left.offset)
                < (order[right.element.key] ?? last, right.offset)
        }
        var lines = Self.withoutBlankEnd(head)
        for (_, section) in sorted {
            if Self.large.contains(section.key), !lines.isEmpty { lines.append("") }
            lines += Self.withoutBlankEnd(section.lines)
        }
        lines += Self.withoutBlankEnd(comments)
        self.text = lines.joined(separator: "\n") + "\n"
        guard try Self.meaning(file: file, text: self.text) == before else {
            let place = ScenarioLocation(file: file, line: 1, column: 1)
            throw Diagnostic(
                "in canonical form it would say something else", at: place,
                hint: "look for blanks at ends of lines of a text")
        }
    }

    /// The key of a line that begins a section.
    private static func key(_ line: String) -> String? {
        guard let first = line.first, first.isLetter, let colon = line.firstIndex(of: ":") else {
            return nil
        }
        return String(line[..<colon])
    }

    private static func trimmed(_ line: Substring) -> String {
        String(line).trimmingSuffix { $0 == " " || $0 == "\t" || $0 == "\r" }
    }

    private static func withoutBlankEnd(_ lines: [String]) -> [String] {
        var lines = lines
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// What a text says: its values, sections sorted by name.
    private static func meaning(
        file: String, text: String
    ) throws(Diagnostic) -> [DataValue.Field] {
        let fields = try YAMLSource.read(file: file, text: text).fields()
        return fields.sorted { $0.name < $1.name }
    }
}

import Foundation

/// Lines of a scenario file around the place that matters.
package struct Excerpt: Sendable, Hashable {
    /// The file as it was named by the caller.
    package let file: String
    /// Number of the first line shown, from 1.
    package let first: Int
    package let lines: [String]
    /// The line, column and width the caret underlines.
    package let line: Int
    package let column: Int
    package let length: Int

    package init(
        file: String, first: Int, lines: [String], line: Int, column: Int, length: Int
    ) {
        self.file = file
        self.first = first
        self.lines = lines
        self.line = line
        self.column = column
        self.length = length
    }

    /// Reads the lines around a place; nil when the file or the line is not there.
    package init?(_ location: ScenarioLocation, around: Int = 3) {
        guard let data = FileManager.default.contents(atPath: location.file),
            data.count <= ScenarioLimits.fileBytes
        else { return nil }
        let all = YAMLSource(file: location.file, text: String(decoding: data, as: UTF8.self)).lines
        guard all.indices.contains(location.line - 1) else { return nil }
        let first = max(1, location.line - around)
        let last = min(all.count, location.line + around)
        self.init(
            file: location.file, first: first, lines: Array(all[(first - 1)..<last]),
            line: location.line, column: location.column, length: location.length)
    }

    /// The line itself.
    package var text: String { lines[line - first] }

    /// `Scenarios/reload/x.yaml:49:9`.
    package var place: String { "\(file):\(line):\(column)" }
}

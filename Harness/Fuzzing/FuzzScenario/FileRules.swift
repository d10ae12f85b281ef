import FuzzKit

@testable import ScenarioKit

/// What holds for each text that is read as a scenario, or refused.
enum FileRules {
    /// What ends a line to YAML 1.1.
    private static let breaks: Set<Unicode.Scalar> = [
        "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}",
    ]

    /// It is refused with a place in the file, or can be explained, and says the same when it is
    /// written out in full.
    static func check(_ text: String) {
        let path = Desk.write(text, as: Desk.id(of: text), in: "topic")
        defer { Desk.remove(path) }
        let file = ScenarioFile.read(path)
        for diagnostic in file.diagnostics + Linter.lint([path]) {
            check(diagnostic, path, lines: text.unicodeScalars.count(where: breaks.contains) + 2)
        }
        guard let scenario = file.scenario, file.isValid else {
            claim(!file.diagnostics.isEmpty, "a file is refused without a reason")
            return
        }
        let cells = scenario.cells
        claim(
            (1...ScenarioLimits.cells).contains(cells.count), "\(cells.count) cells of a scenario")
        claim(!ScenarioExplanation(scenario).description.isEmpty, "nothing can be said of it")
        if let cell = cells.last { checkExpansion(of: path, cell) }
    }

    private static func check(_ diagnostic: Diagnostic, _ path: String, lines: Int) {
        claim(!diagnostic.message.isEmpty && !diagnostic.rendered.isEmpty, "a mistake has no words")
        claim(
            diagnostic.location.line >= 1 && diagnostic.location.column >= 1,
            "no place: \(diagnostic.rendered)")
        claim(
            diagnostic.location.file != path || diagnostic.location.line <= lines,
            "no line of the file: \(diagnostic.rendered)")
    }

    private static func checkExpansion(of path: String, _ cell: ScenarioCell) {
        guard let text = ExpandedScenario.text(of: path, cell: cell.values) else {
            finding("a good file has no text in full")
        }
        let expanded = Desk.write(text, as: cell.scenario.id, in: "expanded")
        defer { Desk.remove(expanded) }
        let again = ScenarioFile.read(expanded)
        guard let scenario = again.scenario, again.isValid else {
            finding("in full it is refused: \(again.diagnostics.map(\.rendered))\n\(text)")
        }
        claim(scenario.cells.map(\.id) == [cell.id], "in full it has other cells:\n\(text)")
        guard let other = scenario.cells.first?.scenario else { return }
        claim(
            other.title == cell.scenario.title
                && other.actors.map(\.name) == cell.scenario.actors.map(\.name)
                && other.steps.map(\.verb.name) == cell.scenario.steps.map(\.verb.name)
                && other.finally.map(\.verb.name) == cell.scenario.finally.map(\.verb.name)
                && other.history.commits.mapValues(\.set)
                    == cell.scenario.history.commits.mapValues(\.set),
            "in full it says something else:\n\(text)")
    }
}

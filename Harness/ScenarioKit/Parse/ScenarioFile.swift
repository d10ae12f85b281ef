import Foundation

/// A scenario file on disk: reading it with its presets.
package struct ScenarioFile: Sendable {
    /// The file, as named by the caller.
    package let path: String
    /// The scenario; nil when it could not be read at all.
    package let scenario: Scenario?
    /// Everything found, warnings included, in the order of the file.
    package let diagnostics: [Diagnostic]

    /// True when nothing speaks against running it.
    package var isValid: Bool {
        scenario != nil && !diagnostics.contains { $0.severity == .error }
    }

    /// Reads and checks a file. Reports mistakes instead of throwing, so that `lint` shows all.
    package static func read(_ path: String) -> ScenarioFile {
        let loader = PresetLoader()
        let problems = DiagnosticList()
        guard let node = loader.tree(of: path, problems: problems) else {
            return ScenarioFile(
                path: path, scenario: nil, diagnostics: loader.finish(problems.all))
        }
        var scenario = ScenarioReader.read(node, file: path, problems: problems)
        if let read = scenario, !problems.hasErrors {
            for problem in SemanticCheck.check(read) { problems.add(problem) }
        } else if problems.hasErrors {
            scenario = nil
        }
        return ScenarioFile(
            path: path, scenario: scenario, diagnostics: loader.finish(problems.all))
    }

    /// Reads a file that must be good, or throws everything that is wrong with it.
    package static func load(_ path: String) throws(ScenarioError) -> Scenario {
        let file = read(path)
        guard let scenario = file.scenario, file.isValid else {
            throw ScenarioError(
                diagnostics: file.diagnostics.filter { $0.severity == .error })
        }
        return scenario
    }
}

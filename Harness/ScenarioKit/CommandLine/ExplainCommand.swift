import ArgumentParser

/// `scenarios explain`
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say in words what scenarios do; runs nothing.")

    @OptionGroup var selection: Selection

    @Flag(help: "One JSON object a scenario, one a line.")
    var json = false

    func run() async throws {
        var failed = false
        for file in try selection.files() {
            guard file.isValid, let scenario = file.scenario else {
                for diagnostic in file.diagnostics { print(diagnostic.rendered) }
                failed = true
                continue
            }
            let explanation = ScenarioExplanation(scenario)
            print(json ? JSONText.write(explanation.value) : explanation.description)
        }
        if failed { throw ExitCode(3) }
    }
}

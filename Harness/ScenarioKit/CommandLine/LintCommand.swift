import ArgumentParser

/// `scenarios lint`
struct LintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint", abstract: "Check scenario files without running them.")

    @OptionGroup var selection: Selection

    @Option(help: "The page of states (default: docs/states.md of the checkout).")
    var states: String?

    func run() async throws {
        var selection = selection
        selection.suite = "all"
        let files = try selection.files()
        let catalogue: StateCatalogue?
        do throws(HarnessError) {
            catalogue =
                if let states {
                    try StateCatalogue.read(states)
                } else {
                    StateCatalogue.around(files.map(\.path))
                }
        } catch {
            Terminal.complain("scenarios: \(error)")
            throw ExitCode(3)
        }
        if catalogue == nil, files.contains(where: { $0.scenario?.state.isEmpty == false }) {
            Terminal.complain(
                "scenarios: states are not looked up; name the page of states with --states")
        }
        let found = Linter.lint(files.map(\.path), states: catalogue)
        for diagnostic in found { print(diagnostic.rendered) }
        let errors = found.count { $0.severity == .error }
        print("\(errors) errors, \(found.count - errors) warnings")
        if errors > 0 { throw ExitCode(3) }
    }
}

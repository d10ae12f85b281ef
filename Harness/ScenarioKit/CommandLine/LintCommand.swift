import ArgumentParser

/// `scenarios lint`
struct LintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint", abstract: "Check scenario files without running them.")

    @OptionGroup var selection: Selection

    @Option(help: "The page of states; without one, states are not looked up.")
    var states = "docs/states.md"

    func run() async throws {
        var selection = selection
        selection.suite = "all"
        let catalogue = try? StateCatalogue.read(states)
        let found = Linter.lint(try selection.files().map(\.path), states: catalogue)
        for diagnostic in found { print(diagnostic.rendered) }
        let errors = found.count { $0.severity == .error }
        print("\(errors) errors, \(found.count - errors) warnings")
        if errors > 0 { throw ExitCode(3) }
    }
}

import ArgumentParser

/// `scenarios lint`
struct LintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint", abstract: "Check scenario files without running them.")

    @OptionGroup var selection: Selection

    func run() async throws {
        var selection = selection
        selection.suite = "all"
        var errors = 0
        var warnings = 0
        for file in try selection.files() {
            for diagnostic in file.diagnostics {
                print(diagnostic.rendered)
                if diagnostic.severity == .error { errors += 1 } else { warnings += 1 }
            }
        }
        print("\(errors) errors, \(warnings) warnings")
        if errors > 0 { throw ExitCode(3) }
    }
}

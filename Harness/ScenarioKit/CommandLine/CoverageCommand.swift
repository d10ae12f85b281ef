import ArgumentParser

/// `scenarios coverage`
struct CoverageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Say which states, outcomes, faults and gates scenarios cover; runs nothing.",
        discussion: "Exit status 1 when a required state has no scenario.")

    @Argument(help: "Scenario files or folders (default: Scenarios).")
    var paths: [String] = []

    @Option(help: "The page of states; an id in bold must have a scenario.")
    var states = "docs/states.md"

    @Option(help: "Fail as well when less than this per cent of all states has a scenario.")
    var failUnder: Double?

    @Flag(help: "Print JSON.")
    var json = false

    mutating func validate() throws {
        if let failUnder, !(0...100).contains(failUnder) {
            throw ValidationError("--fail-under is 0 to 100")
        }
    }

    func run() async throws {
        var selection = Selection()
        selection.paths = paths
        selection.suite = "all"
        let files = try selection.files()
        if let bad = files.first(where: { !$0.isValid }) {
            for diagnostic in bad.diagnostics { Terminal.complain(diagnostic.rendered) }
            throw ExitCode(3)
        }
        let catalogue: StateCatalogue
        do throws(HarnessError) {
            catalogue = try StateCatalogue.read(states)
        } catch {
            Terminal.complain("scenarios: \(error)")
            throw ExitCode(3)
        }
        let report = CoverageReport(files.compactMap(\.scenario), catalogue: catalogue)
        print(json ? report.json : report.description)
        for entry in report.missing {
            Terminal.complain("\(entry.id) must have a scenario: \(entry.title)")
        }
        let share = report.share
        if let failUnder, share < failUnder {
            let seen = Double(Int(share * 10)) / 10
            Terminal.complain("\(seen) % of the states have a scenario, less than \(failUnder) %")
            throw ExitCode(1)
        }
        if !report.missing.isEmpty || !report.unknown.isEmpty { throw ExitCode(1) }
    }
}

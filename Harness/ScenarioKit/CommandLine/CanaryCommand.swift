import ArgumentParser
import Foundation

/// `scenarios canary`
struct CanaryCommand: AsyncParsableCommand, Sendable {
    static let configuration = CommandConfiguration(
        commandName: "canary",
        abstract: "Prove that every deliberately wrong server is caught by its scenario.",
        discussion: """
            Each killer is also played with the right server, which must pass. Exit status 5 when \
            a wrong server survives, 1 when the right one fails.
            """)

    @Option(help: "The program that makes wrong servers (default: the one beside this program).")
    var mutants: String?

    @Option(help: "The right server (default: the one beside this program).")
    var server: String?

    @Option(help: "The table of wrong servers.")
    var table = "Harness/mutants.yaml"

    @Option(help: "The folder of scenarios.")
    var scenarios = "Scenarios"

    @Option(help: "Only this mutant; may be repeated.")
    var only: [String] = []

    @Option(help: "Multiplies every time limit.")
    var timeoutScale: Double = 1

    @Option(help: "Folder of the run's records.")
    var out = ".scenarios/canary"

    func run() async throws {
        do {
            try await play()
        } catch let error as HarnessError {
            Terminal.complain("scenarios: \(error)")
            if case .unsupported = error { throw ExitCode(3) }
            throw ExitCode(4)
        }
    }

    private func play() async throws {
        let table = try MutantTable.read(table)
        for name in only where !table.entries.contains(where: { $0.name == name }) {
            throw HarnessError.unsupported("the table has no mutant \(name)")
        }
        let run = CanaryRun(
            scenarios: scenarios,
            mutants: RunOptions.absolute(try mutants ?? RunOptions.beside("livetree-mutant")),
            server: RunOptions.absolute(try server ?? RunOptions.beside("livetree")),
            output: RunOptions.absolute(out), timeoutScale: timeoutScale)
        let unknown = table.missing(fromUsage: try await run.usage())
        guard unknown.isEmpty else {
            throw HarnessError.unsupported(
                "no scenario kills \(unknown.joined(separator: ", ")): add it to \(self.table)")
        }
        var survivors = 0
        var failures = 0
        var controlled: Set<String> = []
        let entries = table.entries.filter { only.isEmpty || only.contains($0.name) }
        for entry in entries {
            if controlled.insert("\(entry.killer)[\(entry.cell ?? "")]").inserted,
                let problem = try await run.control(entry)
            {
                failures += 1
                print("WRONG     \(problem)")
            }
            switch try await run.play(entry) {
            case .caught:
                print("caught    \(entry.name) by \(entry.killer): \(entry.finding)")
            case .survived(let how):
                survivors += 1
                print("SURVIVED  \(entry.name), \(entry.wrong): \(entry.killer) \(how)")
            }
        }
        print("\(entries.count - survivors) caught, \(survivors) survived, \(failures) wrong")
        if survivors > 0 { throw ExitCode(5) }
        if failures > 0 { throw ExitCode(1) }
    }
}

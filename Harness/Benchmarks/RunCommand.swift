import ArgumentParser
import Foundation

/// Measures rows, prints each when it is done, and writes all of them where asked.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Measures the rows named, or all.",
        discussion: """
            Exits with 0 when everything asked for was measured, goals met or not; with 1 when the
            guard finds a row that got slower; with 2 when something was not measured.
            """)

    @Argument(help: "Rows: P1 to P10; none means all.")
    var rows: [String] = []
    @OptionGroup var options: BenchOptions
    @Option(help: "Also write the figures to this file as JSON.")
    var json: String?
    @Flag(
        name: .customLong("guard"),
        help: "Compare the ratios of P1, P2, P4 and P7 with the committed ones, quickly.")
    var guarding = false
    @Flag(
        name: .customLong("guard-record"),
        help: "Like --guard, but write down what is measured now.")
    var guardRecording = false

    func run() async throws {
        let bench = try Bench(options, quick: options.quick || guarding || guardRecording)
        let standard = try Guard(bench)
        let names = (guarding || guardRecording) && rows.isEmpty ? Guard.rows : rows
        let chosen = try Rows.named(names)
        let machine = Machine()
        print(machine.text)
        var file = ReportFile(machine: machine, seed: options.seed, quick: bench.quick)
        var reports: [RowReport] = []
        for row in chosen {
            let report = await bench.measure(row)
            file.add(report)
            reports.append(report)
            if let json { try file.write(to: json) }
            print("\n" + ReportTable(report: report).text)
            fflush(nil)
        }
        if guardRecording { try standard.record(reports) }
        if guarding, try await !standard.holds(reports, bench) { throw ExitCode(1) }
        if reports.contains(where: \.isIncomplete) { throw ExitCode(2) }
    }
}

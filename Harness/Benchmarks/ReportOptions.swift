import ArgumentParser
import Foundation

/// What every benchmark lets one choose about its report.
struct ReportOptions: ParsableArguments {
    @Option(help: "Also write the figures to this file as JSON.")
    var json: String?

    /// Prints the report as a table and writes it where asked.
    func publish(_ report: BenchmarkReport) throws {
        print(report.table)
        guard let json else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(report).write(to: URL(fileURLWithPath: json))
    }
}

import Foundation

/// A report format and the file it goes to; `-` is standard output.
package struct ReportTarget: Sendable, Hashable {
    /// The formats there are.
    package enum Format: String, Sendable, CaseIterable {
        case junit, json, ndjson, tap, html
    }

    package let format: Format
    package let file: String

    package init(format: Format, file: String) {
        self.format = format
        self.file = file
    }

    /// Reads `junit=F,tap=-`; nil when a part is not understood, or when two share a file.
    package static func parse(_ text: String) -> [ReportTarget]? {
        var targets: [ReportTarget] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard sides.count == 2, let format = Format(rawValue: sides[0]),
                !targets.contains(where: { $0.file == sides[1] })
            else { return nil }
            targets.append(ReportTarget(format: format, file: sides[1]))
        }
        return targets.isEmpty ? nil : targets
    }

    /// The report as text: of the same summary, the same text.
    package func text(of summary: RunSummary) -> String {
        switch format {
        case .junit: JUnitReport.text(summary)
        case .json: JSONReport.text(summary)
        case .ndjson: JSONReport.lines(summary)
        case .tap: TAPReport.text(summary)
        case .html: HTMLReport.text(summary)
        }
    }

    /// Finds out before a run whether the report can be written.
    ///
    /// - Throws: `HarnessError.environment` when it cannot.
    package func check() throws(HarnessError) {
        if file != "-" { try OutputFile.check(file) }
    }

    /// Writes the report.
    ///
    /// - Throws: `HarnessError.environment` when the disk is full or the file cannot be written.
    package func write(_ summary: RunSummary) throws(HarnessError) {
        let text = text(of: summary)
        if file == "-" {
            print(text, terminator: "")
        } else {
            try OutputFile.write(text, to: file)
        }
    }
}

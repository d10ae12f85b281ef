import Foundation

/// A row's report for people.
struct ReportTable {
    let report: RowReport

    var text: String {
        var out = ["\(report.row)  \(report.title)"]
        let width = (report.lines.map(\.name) + report.claims.map(\.name)).map(\.count).max() ?? 0
        for line in report.lines {
            out.append(
                "  \(Self.padded(line.name, width))  \(Self.column(line.median)) "
                    + "\(Self.padded(line.unit, 5))\(Self.spread(line))")
        }
        for claim in report.claims {
            out.append(
                "  \(Self.padded(claim.name, width))  \(Self.column(claim.figure)) "
                    + "\(Self.padded(claim.samples.unit, 5))\(Self.spread(claim.samples))  "
                    + "goal \(claim.goal.text): "
                    + (claim.isMet ? "met" : "NOT MET"))
        }
        out += report.notes.map { "  \($0)" }
        return out.joined(separator: "\n")
    }

    private static func spread(_ samples: Samples) -> String {
        guard samples.values.count > 1 else { return " (once)" }
        return " (\(samples.least.brief) … \(samples.most.brief), \(samples.values.count) rounds)"
    }

    private static func column(_ value: Double) -> String {
        let text = value.brief
        return String(repeating: " ", count: max(0, 9 - text.count)) + text
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

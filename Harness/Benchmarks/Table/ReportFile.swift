import Foundation

/// All rows of a run as JSON.
struct ReportFile: Encodable {
    struct Line: Encodable {
        let name: String
        let unit: String
        let median: Double?
        let least: Double?
        let most: Double?
        let values: [Double]
        let goal: String?
        let met: Bool?

        init(_ samples: Samples, name: String? = nil, goal: Goal? = nil) {
            self.name = name ?? samples.name
            unit = samples.unit
            values = samples.values.filter(\.isFinite)
            median = samples.median.isFinite ? samples.median : nil
            least = samples.least.isFinite ? samples.least : nil
            most = samples.most.isFinite ? samples.most : nil
            self.goal = goal?.text
            met = goal?.isMet(by: samples.median)
        }
    }

    struct Row: Encodable {
        let row: String
        let title: String
        let lines: [Line]
        let claims: [Line]
        let notes: [String]
    }

    let at: String
    let machine: Machine
    let seed: UInt64
    let quick: Bool
    private(set) var rows: [Row] = []

    init(machine: Machine, seed: UInt64, quick: Bool) {
        at = Date().ISO8601Format()
        self.machine = machine
        self.seed = seed
        self.quick = quick
    }

    mutating func add(_ report: RowReport) {
        rows.append(
            Row(
                row: report.row, title: report.title, lines: report.lines.map { Line($0) },
                claims: report.claims.map { Line($0.samples, name: $0.name, goal: $0.goal) },
                notes: report.notes))
    }

    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(self).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}

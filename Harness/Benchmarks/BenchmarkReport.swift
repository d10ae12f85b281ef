import Foundation

/// The figures of one benchmark, and whether its claim holds.
struct BenchmarkReport: Encodable {
    /// One measured thing, summed up.
    struct Row: Encodable {
        let name: String
        let rounds: Int
        let medianMs: Double
        let leastMs: Double
        let mostMs: Double
    }

    let benchmark: String
    let parameters: [String: String]
    let rows: [Row]
    let claim: String
    /// What was measured for the claim.
    let figure: Double
    let holds: Bool

    init(
        benchmark: String, parameters: [String: String], samples: [Samples], claim: String,
        figure: Double, holds: Bool
    ) {
        self.benchmark = benchmark
        self.parameters = parameters
        self.claim = claim
        self.figure = figure
        self.holds = holds
        rows = samples.map {
            Row(
                name: $0.name, rounds: $0.milliseconds.count, medianMs: $0.median,
                leastMs: $0.least, mostMs: $0.most)
        }
    }

    /// The report for a person.
    var table: String {
        let width = rows.map(\.name.count).max() ?? 0
        let lines = rows.map { row in
            row.name.padding(toLength: width, withPad: " ", startingAt: 0)
                + String(
                    format: "  %4d rounds   median %10.2f ms   least %10.2f   most %10.2f",
                    row.rounds, row.medianMs, row.leastMs, row.mostMs)
        }
        let settings = parameters.sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        let verdict = String(format: "%.1f", figure) + (holds ? "  holds" : "  DOES NOT HOLD")
        return (["\(benchmark)  \(settings)"] + lines + ["\(claim): \(verdict)"])
            .joined(separator: "\n")
    }
}

import Foundation

/// The ratios a change must not make twice as bad, committed beside this file.
///
/// Absolute figures are another machine's; ratios to a peer measured in the same run are not.
struct Guard {
    static let rows = ["P1", "P2", "P4", "P7"]
    /// Between the noise of a shared machine and a regression of 2 ×.
    private static let tolerated = 1.5

    /// By row, then by the claim's name.
    private var ratios: [String: [String: Double]] = [:]
    private let file: String

    init(_ bench: Bench) throws {
        file = bench.home + "/Harness/Benchmarks/Guard/ratios.json"
        guard let data = FileManager.default.contents(atPath: file) else { return }
        ratios = try JSONDecoder().decode([String: [String: Double]].self, from: data)
    }

    /// Writes the ratios of these reports down; those of other rows stay.
    func record(_ reports: [RowReport]) throws {
        var found = ratios
        for report in reports {
            found[report.row] = [:]
            for claim in report.claims where claim.guarded.isFinite {
                found[report.row, default: [:]][claim.name] =
                    (claim.guarded * 1_000).rounded() / 1_000
            }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        var data = try encoder.encode(found)
        data.append(UInt8(ascii: "\n"))
        try data.write(to: URL(fileURLWithPath: file), options: .atomic)
    }

    /// False when a ratio is much worse than the committed one, twice in succession.
    func holds(_ reports: [RowReport], _ bench: Bench) async throws -> Bool {
        print("\nguard: worse than committed by a factor of, at most \(Self.tolerated.brief)")
        var holds = true
        for report in reports {
            var losses = losses(of: report)
            if losses.isEmpty {
                print("  \(report.row)  nothing is committed to compare with: --guard-record")
                holds = false
            }
            if losses.contains(where: { $0.value > Self.tolerated }) {
                print("  \(report.row) is measured again")
                let again = await bench.measure(try Rows.named([report.row])[0])
                losses.merge(self.losses(of: again)) { Swift.min($0, $1) }
            }
            for (name, loss) in losses.sorted(by: { $0.key < $1.key }) {
                let isGood = loss <= Self.tolerated
                holds = holds && isGood
                print("  \(report.row)  \(name): \(loss.brief)\(isGood ? "" : "  SLOWER")")
            }
        }
        print(holds ? "guard: holds" : "guard: DOES NOT HOLD")
        return holds
    }

    /// How many times worse than committed each claim is; a claim without a figure is the worst.
    private func losses(of report: RowReport) -> [String: Double] {
        var losses = (ratios[report.row] ?? [:]).mapValues { _ in Double.infinity }
        for claim in report.claims {
            guard let committed = ratios[report.row]?[claim.name] else { continue }
            losses[claim.name] = claim.goal.loss(of: claim.guarded, from: committed)
        }
        return losses
    }
}

extension RowReport.Claim {
    /// What the guard compares.
    fileprivate var guarded: Double { best ?? figure }
}

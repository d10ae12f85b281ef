import Foundation
import Simulation

/// The folder where found cases are kept as scenarios.
struct Corpus {
    let folder: String

    /// Writes the finding; returns the file, or nil when scenarios have no words for it.
    func keep(_ finding: CaseFinding, mutant: SimulatedMutant?) async throws -> String? {
        let result = await finding.played.play(mutant: mutant)
        let day = Date().formatted(.iso8601.year().month().day())
        let mark = String(result.hash % 0xFFFF, radix: 16)
        let name = "\(day)-\(finding.violation.invariant)-\(mark)"
        let text = ScenarioText(
            finding.played, result, name: name,
            title: "\(finding.violation.invariant) holds after \(finding.violation.command)",
            why: finding.violation.detail, origin: Recipe(finding, mutant: mutant).lines)
        guard let text else { return nil }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let file = "\(folder)/\(name).yaml"
        try text.text.write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }
}

import Foundation

/// Plays, for each wrong server, the scenario that kills it.
package struct CanaryRun: Sendable {
    /// How one play ended.
    package enum End: Sendable, Equatable {
        /// The scenario failed with the words of the table.
        case caught
        /// It passed, or failed for another reason, which is told.
        case survived(String)
    }

    /// Folder of the scenarios.
    package let scenarios: String
    /// The program that makes wrong servers.
    package let mutants: String
    /// The right one.
    package let server: String
    /// Folder of the run's records.
    package let output: String
    /// Multiplies every bound.
    package let timeoutScale: Double

    package init(
        scenarios: String, mutants: String, server: String, output: String, timeoutScale: Double
    ) {
        self.scenarios = scenarios
        self.mutants = mutants
        self.server = server
        self.output = output
        self.timeoutScale = timeoutScale
    }

    /// Plays the killer of an entry with its wrong server.
    ///
    /// - Throws: `HarnessError` when there is no such scenario, cell or mutant.
    package func play(_ entry: MutantTable.Entry) async throws -> End {
        let verdict = try await play(try killer(of: entry), mutant: entry.name)
        let words = verdict.explanation.joined(separator: "\n")
        switch verdict.status {
        case .failed:
            return words.contains(entry.finding)
                ? .caught : .survived("failed without saying \"\(entry.finding)\":\n\(words)")
        case .error, .invalid: throw HarnessError.environment(words)
        default: return .survived("the scenario ended as \(verdict.status.rawValue)")
        }
    }

    /// Plays the killer of an entry with the right server; nil when it passes as it must.
    package func control(_ entry: MutantTable.Entry) async throws -> String? {
        let verdict = try await play(try killer(of: entry), mutant: nil)
        if verdict.status == .passed { return nil }
        let words = verdict.explanation.joined(separator: "\n")
        return "\(verdict.id) ended as \(verdict.status.rawValue) with the right server:\n\(words)"
    }

    /// What the program of wrong servers says it can be, from its usage line.
    package func usage() async throws -> String {
        let answer = try await GitProgram(path: mutants, environment: [:]).run([], in: "/")
        return answer.output + answer.error
    }

    private func killer(of entry: MutantTable.Entry) throws -> ScenarioCell {
        let file = ScenarioFile.read("\(scenarios)/\(entry.killer).yaml")
        guard file.isValid, let cells = file.scenario?.cells else {
            throw HarnessError.unsupported("\(file.path) is no valid scenario")
        }
        let cell = cells.first { cell in entry.cell.map { cell.id.hasSuffix("[\($0)]") } ?? true }
        guard let cell else {
            throw HarnessError.unsupported("\(file.path) has no cell [\(entry.cell ?? "")]")
        }
        return cell
    }

    private func play(_ cell: ScenarioCell, mutant: String?) async throws -> Verdict {
        let options = try await RunOptions.prepare(
            server: mutant == nil ? server : mutants, mutant: mutant,
            output: "\(output)/\(mutant ?? "right")", seed: 1, keep: false,
            timeoutScale: timeoutScale)
        let caller = Caller()
        let verdict = await CasePlayer(options: options, caller: caller).play(cell)
        await caller.shutdown()
        return verdict
    }
}

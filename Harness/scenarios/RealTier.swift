import ArgumentParser
import Foundation
import ScenarioKit
import Simulation

/// Generated cases played with the real server: what the simulation says of each is what the
/// scenario expects, so that model, simulation and server judge each other.
struct RealTier {
    /// Cases written and played at a time.
    private static let batch = 20
    /// Longer than any pause of the push daemon, in simulated seconds.
    private static let rest = 7_200

    let seed: UInt64
    let budget: Duration
    let profile: CaseProfile?
    let server: String?
    let jobs: Int
    /// Where the scenarios and the records of the run go.
    let folder: String

    /// How far a session came.
    struct Summary {
        var played = 0
        var elapsed: Duration = .zero
        /// Scenarios that failed.
        var failed: [String] = []
        /// A case that failed in the simulation already.
        var finding: CaseFinding?
    }

    /// Plays batches until the budget is over or a scenario fails.
    func play() async throws -> Summary {
        let clock = ContinuousClock()
        let start = clock.now
        var summary = Summary()
        var number = 0
        while clock.now - start < budget, summary.failed.isEmpty, summary.finding == nil {
            let scenarios = "\(folder)/\(summary.played)"
            try FileManager.default.createDirectory(
                atPath: scenarios, withIntermediateDirectories: true)
            var told = 0
            while told < Self.batch {
                let text = await text(number, &summary)
                number += 1
                guard summary.finding == nil else { break }
                guard let text else { continue }
                told += 1
                try text.text.write(
                    toFile: "\(scenarios)/\(text.name).yaml", atomically: true, encoding: .utf8)
            }
            let run = try await run(scenarios)
            summary.played += run.verdicts.count
            summary.failed += run.verdicts.filter { $0.status != .passed }
                .map { "\(scenarios)/\($0.id).yaml" }
            if summary.failed.isEmpty { try FileManager.default.removeItem(atPath: scenarios) }
            Screen.progress("\(summary.played) cases")
        }
        summary.elapsed = clock.now - start
        return summary
    }

    /// The `number`th case of the session; nil when scenarios have no words for it.
    private func text(_ number: Int, _ summary: inout Summary) async -> ScenarioText? {
        var (made, tape, profile) = FuzzSession(
            FuzzOptions(seed: seed, budget: budget, profile: profile)
        ).randomCase(number)
        made.rest = Self.rest
        let result = await made.play()
        if let violation = result.violation {
            summary.finding = CaseFinding(
                played: made, violation: violation, number: number, tape: tape, profile: profile)
            return nil
        }
        return ScenarioText(
            made, result, name: "seed-\(seed)-case-\(number)", title: "Generated case \(number)",
            why: "The real server must come to what the model says.",
            origin: ["scenarios fuzz --tier real --seed \(seed), profile \(profile.rawValue)"])
    }

    private func run(_ scenarios: String) async throws -> RunSummary {
        let options = try await RunOptions.prepare(
            server: server, output: "\(scenarios)/runs", seed: seed, keep: false,
            timeoutScale: 1)
        let selection = try Selection.parse(["--suite", "all", scenarios])
        return try await SuiteRun(selection: selection, jobs: jobs)
            .play([options], folder: options.output)
    }
}

import ArgumentParser
import Foundation
import ScenarioKit
import Simulation

/// Generated cases played with the real server: what the simulation says of each is what the
/// scenario expects, and git is asked beside it, so that model, git and server judge each other.
struct RealTier: Sendable {
    let seed: UInt64
    let budget: Duration
    let profile: CaseProfile?
    let server: String?
    let jobs: Int
    /// Where the scenarios and the records of the run go.
    let folder: String

    /// A case made ready to be played.
    private struct Prepared: Sendable {
        let text: ScenarioText
        let opinions: [Opinion]
        let marks: Set<Mark>
    }

    /// Plays until the budget is over or something is found, several cases side by side.
    func play() async throws -> RealSummary {
        let clock = ContinuousClock()
        let start = clock.now
        let options = try await RunOptions.prepare(
            server: server, output: "\(folder)/runs", seed: seed, keep: false, timeoutScale: 1)
        let caller = Caller()
        let player = CasePlayer(options: options, caller: caller)
        let progress = RealProgress()
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<jobs {
                    group.addTask {
                        while clock.now - start < budget, let turn = progress.next() {
                            try await play(turn, with: player, git: options.git, progress)
                        }
                    }
                }
                try await group.waitForAll()
            }
        } catch {
            await caller.shutdown()
            throw error
        }
        await caller.shutdown()
        var summary = progress.summary
        summary.elapsed = clock.now - start
        summary.hasAllProfiles = profile == nil
        return summary
    }

    private func play(
        _ turn: Int, with player: CasePlayer, git: String, _ progress: RealProgress
    ) async throws {
        switch try await prepare(turn, git: git) {
        case .untold: return
        case .found(let finding):
            progress.found(finding)
        case .told(let prepared):
            let file = "\(folder)/\(prepared.text.name).yaml"
            try prepared.text.text.write(toFile: file, atomically: true, encoding: .utf8)
            let read = ScenarioFile.read(file)
            guard let scenario = read.scenario, read.isValid, let cell = scenario.cells.first
            else {
                throw HarnessError.environment(
                    read.diagnostics.map(\.rendered).joined(separator: "\n"))
            }
            let verdict = await player.play(cell)
            let failure = RealFailure(file: file, verdict: verdict, opinions: prepared.opinions)
            if failure == nil { try FileManager.default.removeItem(atPath: file) }
            let played = progress.played(
                prepared.marks, judgedByGit: prepared.opinions.count, failure)
            Screen.progress("\(played) cases")
        }
    }

    /// What making a case came to.
    private enum Made {
        case told(Prepared)
        /// Scenarios have no words for it.
        case untold
        /// It failed in the simulation already.
        case found(CaseFinding)
    }

    private func prepare(_ turn: Int, git: String) async throws -> Made {
        let session = FuzzSession(FuzzOptions(seed: seed, budget: budget, profile: profile))
        guard let told = await session.toldCase(turn) else { return .untold }
        if let violation = told.result.violation {
            return .found(
                CaseFinding(
                    played: told.made, violation: violation, number: told.number,
                    tape: told.tape, profile: told.profile))
        }
        let recipe = "seed \(seed), turn \(turn), profile \(told.profile.rawValue)"
        guard
            let text = ScenarioText(
                told.made, told.result, name: "seed-\(seed)-turn-\(turn)",
                title: "Generated case \(turn)",
                why: "The real server must come to what the model says.",
                origin: ["scenarios fuzz --tier real, \(recipe)"])
        else { return .untold }
        let opinions = try await Opinions(git: git, folder: "\(folder)/oracle-\(turn)")
            .ask(about: told.result)
        return .told(Prepared(text: text, opinions: opinions, marks: text.marks))
    }
}

import ArgumentParser
import Foundation
import Simulation

/// `scenarios fuzz`
struct FuzzCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fuzz",
        abstract: "Plays generated cases against the server's own decisions in a simulated world.",
        discussion: """
            Exit status: 0 nothing found (or, of mutants, all found), 1 an invariant did not hold or \
            a long session never reached what it should have, 3 a bad option, 5 a mutant survived.
            """)

    @Option(help: "Everything follows from it; a random one by default, and printed.")
    var seed: UInt64 = .random(in: 1...999_999)

    @Option(help: "How long to play, such as 60s or 10m.")
    var budget: Seconds = Seconds(60)

    @Option(help: "safety, liveness, crash or remote; all of them in turn by default.")
    var profile: CaseProfile?

    @Option(help: "A wrong server to find, or `all`.")
    var mutant: MutantChoice?

    @Option(help: "sim: the server's decisions in a simulated world; real: the real server.")
    var tier = Tier.sim

    @Option(help: "Where found cases are written as scenarios.")
    var corpus: String?

    @Option(help: "The livetree executable of the tier real (default: the one beside this).")
    var server: String?

    @Option(help: "Cases played side by side.")
    var jobs = 2

    func validate() throws {
        guard (1...64).contains(jobs) else { throw ValidationError("--jobs is 1 to 64") }
        if tier == .real, mutant != nil {
            throw ValidationError("wrong servers of the tier real are played by `canary`")
        }
    }

    func run() async throws {
        if tier == .real { return try await playReal() }
        guard let mutant else {
            let summary = await play(nil)
            report(summary)
            if let finding = summary.finding { try await fail(finding, nil) }
            guard summary.unreached.isEmpty else { throw ExitCode(1) }
            return
        }
        var survivors = 0
        for wrong in mutant.mutants {
            let summary = await play(wrong)
            let end =
                summary.finding.map { "found by \($0.violation.invariant)" } ?? "SURVIVED"
            Screen.clear()
            print("\(wrong.rawValue): \(end), \(summary.exhaustive + summary.random) cases")
            if summary.finding == nil { survivors += 1 }
            if let finding = summary.finding, corpus != nil {
                try await keep(await Shrinker(mutant: wrong).shrink(finding), wrong)
            }
        }
        if survivors > 0 { throw ExitCode(5) }
    }

    private func play(_ mutant: SimulatedMutant?) async -> FuzzSummary {
        let options = FuzzOptions(
            seed: seed, budget: budget.duration, profile: profile, mutant: mutant,
            workers: jobs)
        return await FuzzSession(options) { Screen.progress("\($0) cases") }.run()
    }

    private func report(_ summary: FuzzSummary) {
        Screen.clear()
        let reached = Mark.wanted.filter { summary.marks.contains($0) }.count
        print(
            """
            seed \(summary.seed): \(summary.exhaustive) small cases with every crash\
            \(summary.isExhausted ? "" : " (not all: no time)"), \
            \(summary.random) random ones, \(summary.casesPerSecond) cases/s; \
            \(reached) of \(Mark.wanted.count) marks reached
            """)
        for mark in summary.unreached { print("never reached: \(mark)") }
    }

    private func playReal() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("scenarios-fuzz-\(seed)").path
        let tier = RealTier(
            seed: seed, budget: budget.duration, profile: profile, server: server, jobs: jobs,
            folder: folder)
        let summary = try await tier.play()
        Screen.clear()
        let rate = summary.casesPerSecond.formatted(.number.precision(.fractionLength(1)))
        print(
            "seed \(seed): \(summary.played) cases with the real server, \(rate) cases/s; "
                + "git judged \(summary.judgedByGit) reloads; "
                + "\(summary.marks.intersection(Mark.told).count) of \(Mark.told.count) marks reached"
        )
        for failure in summary.failures { print(failure.lines.joined(separator: "\n")) }
        if let finding = summary.finding { try await fail(finding, nil) }
        for mark in summary.unreached { print("never reached: \(mark)") }
        guard summary.failures.isEmpty, summary.unreached.isEmpty else { throw ExitCode(1) }
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func keep(_ finding: CaseFinding, _ mutant: SimulatedMutant?) async throws {
        guard let corpus else { return }
        let file = try await Corpus(folder: corpus).keep(finding, mutant: mutant)
        print(file.map { "  written: \($0)" } ?? "  scenarios have no words for this case")
    }

    private func fail(_ finding: CaseFinding, _ mutant: SimulatedMutant?) async throws -> Never {
        let small = await Shrinker(mutant: mutant).shrink(finding)
        print("FAIL \(small.violation.invariant): \(small.violation.detail)")
        print("  at \(small.violation.command), step \(small.violation.step), seed \(seed)")
        if !small.tape.isEmpty {
            print("  tape \(small.tape.map(String.init).joined(separator: " "))")
        }
        let events = await small.played.play(mutant: mutant, keepsLog: true).events
        for line in events { print("  | \(line)") }
        try await keep(small, mutant)
        throw ExitCode(1)
    }
}

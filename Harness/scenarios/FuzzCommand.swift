import ArgumentParser
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

    @Option(help: "Cases played side by side.")
    var jobs = 2

    func run() async throws {
        guard let mutant else {
            let summary = await play(nil)
            report(summary)
            if let finding = summary.finding { try await fail(finding) }
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
        }
        if survivors > 0 { throw ExitCode(5) }
    }

    private func play(_ mutant: SimulatedMutant?) async -> FuzzSummary {
        let options = FuzzOptions(
            seed: seed, budget: budget.duration, profile: profile, mutant: mutant,
            workers: max(1, jobs))
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

    private func fail(_ finding: Finding) async throws -> Never {
        let small = await Shrinker().shrink(finding)
        print("FAIL \(small.violation.invariant): \(small.violation.detail)")
        print("  at \(small.violation.command), step \(small.violation.step), seed \(seed)")
        if !small.tape.isEmpty {
            print("  tape \(small.tape.map(String.init).joined(separator: " "))")
        }
        for line in await small.played.play(keepsLog: true).events { print("  | \(line)") }
        throw ExitCode(1)
    }
}

import ArgumentParser
import Foundation

/// `scenarios shell`
struct ShellCommand: AsyncParsableCommand, Sendable {
    static let configuration = CommandConfiguration(
        commandName: "shell",
        abstract: "Play a scenario up to a step and open $SHELL in its world.",
        discussion: """
            Without --at the shell opens after the last step. Where the scenario fails before, it \
            opens there. Each actor is a variable: $ORIGIN and $LOCAL are repositories, $API the \
            server's URL, $WORLD the folder. The scenario goes on when the shell ends.
            """)

    @Argument(help: "The scenario's file.")
    var scenario: String

    @Option(help: "Open it before this step, counted from 1.")
    var at: Int?

    @Flag(help: "Open it after the last step; so it is without --at, too.")
    var after = false

    @Option(help: "Play the first cell whose id contains this text.")
    var cell: String?

    @Option(help: "Seed of the readers and of chance in faults.")
    var seed: UInt64 = 1

    @Option(help: "The livetree executable (default: the one beside this program).")
    var server: String?

    @Option(help: "The livetree executable that `start: {actor: …, old: true}` starts.")
    var old: String?

    @Option(help: "Play against this deliberately wrong server instead.")
    var mutant: String?

    mutating func validate() throws {
        if let at, at < 1 { throw ValidationError("--at is a step, counted from 1") }
        if at != nil, after { throw ValidationError("--at and --after are two places") }
    }

    func run() async throws {
        let file = ScenarioFile.read(scenario)
        guard file.isValid, let cells = file.scenario?.cells else {
            for diagnostic in file.diagnostics { print(diagnostic.rendered) }
            throw ExitCode(3)
        }
        guard let chosen = cells.first(where: { cell.map($0.id.contains) ?? true }) else {
            Terminal.complain("scenarios: no cell of \(scenario) is named \(cell ?? "")")
            throw ExitCode(3)
        }
        guard let played = chosen.opening(shellBefore: at) else {
            let count = chosen.scenario.steps.count
            Terminal.complain("scenarios: \(chosen.id) has \(count) steps")
            throw ExitCode(3)
        }
        var options: RunOptions
        do {
            options = try await .prepare(
                server: server, mutant: mutant, output: nil, seed: seed, keep: false,
                timeoutScale: 1)
            try options.take(old: old)
        } catch let error as HarnessError {
            Terminal.complain("scenarios: \(error)")
            if case .unsupported = error { throw ExitCode(3) }
            throw ExitCode(4)
        }
        options.opensShellAtFailure = true
        let caller = Caller()
        let verdict = await CasePlayer(options: options, caller: caller).play(played)
        await caller.shutdown()
        for line in VerdictText.lines(verdict, context: options.context) { print(line) }
        let summary = RunSummary([verdict], context: options.context)
        print(summary.line)
        if summary.exitStatus != 0 { throw ExitCode(summary.exitStatus) }
    }
}

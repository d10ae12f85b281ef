import ArgumentParser
import Foundation
import ScenarioKit
import Simulation

/// `scenarios shrink`
struct ShrinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shrink",
        abstract: "Makes a failing scenario as small as it can be.",
        discussion: """
            What `fuzz` wrote is made smaller in the simulation, from the tape in its comments. Any \
            other is played with the real server, again and again with less in it. \
            Exit status: 0 a smaller one was written, 1 nothing fails any more, 3 the file is no \
            scenario.
            """)

    @Argument(help: "A scenario that fails, or the folder of a run that kept one.")
    var scenario: String

    @Option(help: "The folder for the smaller one.")
    var corpus = "Scenarios/regressions"

    @Option(help: "How long to look for smaller ones, such as 60s or 10m.")
    var budget = Seconds(600)

    @Option(help: "How often a smaller one may pass before it counts as one that does not fail.")
    var tries = 3

    @Option(help: "The livetree executable (default: the one beside this).")
    var server: String?

    @Option(help: "Play against this deliberately wrong server instead.")
    var mutant: String?

    func validate() throws {
        guard (1...100).contains(tries) else { throw ValidationError("--tries is 1 to 100") }
    }

    func run() async throws {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: scenario, isDirectory: &isFolder),
            isFolder.boolValue
        {
            return try await shrinkRun()
        }
        guard let text = try? String(contentsOfFile: scenario, encoding: .utf8) else {
            throw ValidationError("\(scenario) cannot be read")
        }
        if let recipe = Recipe(file: text) {
            try await shrinkTape(recipe)
        } else {
            try await shrinkFile(scenario)
        }
    }

    private func shrinkRun() async throws {
        let work = FileManager.default.temporaryDirectory
            .appendingPathComponent("scenarios-shrink-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: work) }
        let file: String
        do {
            file = try KeptScenario.copy(from: scenario, to: work)
        } catch let error as HarnessError {
            throw ValidationError(error.description)
        }
        try await shrinkFile(file)
    }

    private func shrinkTape(_ recipe: Recipe) async throws {
        var tape = ChoiceTape(replaying: recipe.tape)
        let made = CaseGenerator(recipe.profile).make(&tape)
        guard let violation = await made.play(mutant: recipe.mutant).violation else {
            print("FIXED: the case does not fail any more")
            throw ExitCode(1)
        }
        let finding = CaseFinding(
            played: made, violation: violation, number: nil, tape: recipe.tape,
            profile: recipe.profile)
        let small = await Shrinker(mutant: recipe.mutant).shrink(finding)
        let file = try await Corpus(folder: corpus).keep(small, mutant: recipe.mutant)
        print(file ?? "the smaller case has no words in the language of scenarios")
    }

    private func shrinkFile(_ scenario: String) async throws {
        let work = FileManager.default.temporaryDirectory
            .appendingPathComponent("scenarios-shrink-\(UUID().uuidString)/Scenarios").path
        defer { try? FileManager.default.removeItem(atPath: work) }
        var options = try await RunOptions.prepare(
            server: server, mutant: mutant, output: work, seed: 1, keep: false, timeoutScale: 1)
        options.discards = true
        let shrinker = ScenarioShrinker(
            options: options, tries: tries, budget: budget.duration
        ) { Screen.progress($0) }
        let day = Date().formatted(.iso8601.year().month().day())
        let result: ScenarioShrinker.Result?
        do {
            result = try await shrinker.shrink(scenario) { "\(day)-\($0.name)" }
        } catch let error as ScenarioError {
            throw ValidationError(error.diagnostics.map(\.rendered).joined(separator: "\n"))
        }
        Screen.clear()
        guard let result else {
            print("FIXED: nothing in \(scenario) fails any more")
            throw ExitCode(1)
        }
        let isSure = result.failures * 10 >= result.tries * 8
        let rate = "fails in \(result.failures) of \(result.tries) runs"
        let head = [
            "yaml-language-server: $schema=../../Harness/scenario.schema.json",
            "Shrunk from \((scenario as NSString).lastPathComponent), \(rate)"
                + (isSure ? "." : ": FLAKY."),
            "Fails by: \(result.signature.words)",
        ]
        try FileManager.default.createDirectory(atPath: corpus, withIntermediateDirectories: true)
        let file = "\(corpus)/\(day)-\(result.signature.name).yaml"
        let comments = head.map { "# \($0)\n" }.joined()
        try (comments + result.text).write(toFile: file, atomically: true, encoding: .utf8)
        print("\(file): \(rate), \(result.played) played")
    }
}

import ArgumentParser
import Foundation
import Simulation

/// `scenarios shrink`
struct ShrinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shrink",
        abstract: "Makes a scenario that `fuzz` wrote as small as it can be.",
        discussion: """
            Exit status: 0 a smaller one was written, 1 the case does not fail any more, 3 the file \
            is none of `fuzz`.
            """)

    @Argument(help: "A scenario with the tape of its case in its comments.")
    var scenario: String

    @Option(help: "The folder for the smaller one.")
    var corpus = "Scenarios/regressions"

    func run() async throws {
        guard let text = try? String(contentsOfFile: scenario, encoding: .utf8),
            let recipe = Recipe(file: text)
        else {
            throw ValidationError("\(scenario) does not say of which choices it was made")
        }
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
}

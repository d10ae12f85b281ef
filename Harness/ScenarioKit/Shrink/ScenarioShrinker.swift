import Foundation

/// Makes a failing scenario as small as it can be while it fails in the same way: delta debugging
/// over its YAML, whoever wrote it.
package struct ScenarioShrinker: Sendable {
    /// What shrinking came to.
    package struct Result: Sendable {
        /// The smaller scenario in canonical form.
        package let text: String
        package let signature: FailureSignature
        /// How often the result failed so, of how many times.
        package let failures: Int
        package let tries: Int
        /// Scenarios that were played on the way.
        package let played: Int
    }

    private let options: RunOptions
    /// How often a candidate may pass before it counts as one that does not fail.
    private let tries: Int
    /// No candidate is begun behind it.
    private let budget: Duration
    private let progress: @Sendable (String) -> Void

    package init(
        options: RunOptions, tries: Int, budget: Duration,
        progress: @escaping @Sendable (String) -> Void
    ) {
        self.options = options
        self.tries = tries
        self.budget = budget
        self.progress = progress
    }

    /// Shrinks the first cell of the file that fails.
    ///
    /// - Parameter name: the id of the result, made of the id of the scenario and its failure.
    /// - Returns: nil when no cell fails.
    /// - Throws: `ScenarioError` when the file is none.
    package func shrink(
        _ file: String, name: @Sendable (FailureSignature) -> String
    ) async throws -> Result? {
        let scenario = try ScenarioFile.load(file)
        let caller = Caller()
        let player = CasePlayer(options: options, caller: caller)
        var found: (tree: SourceNode, signature: FailureSignature)?
        for cell in scenario.cells where found == nil {
            for _ in 0..<tries where found == nil {
                guard let signature = FailureSignature(await player.play(cell)) else { continue }
                found = ExpandedScenario.tree(of: file, cell: cell.values).map { ($0, signature) }
            }
        }
        guard let found else {
            await caller.shutdown()
            return nil
        }
        var search = ShrinkSearch(
            tree: found.tree, name: name(found.signature), signature: found.signature,
            player: player,
            folder: "\(options.output)/candidates", tries: tries,
            end: ContinuousClock.now + budget, progress: progress)
        do {
            let result = try await search.result()
            await caller.shutdown()
            return result
        } catch {
            await caller.shutdown()
            throw error
        }
    }
}

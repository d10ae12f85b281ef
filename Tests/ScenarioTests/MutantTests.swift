import Foundation
import ScenarioKit
import Testing

/// A harness that cannot turn red proves nothing: each wrong server is caught by its scenario.
@Suite("Wrong servers", .serialized)
struct MutantTests {
    /// Mutant, the scenario that catches it, and the words of the finding.
    static let table = [
        ("torn-swap", "reload/reload-fast-forward-8-readers", "reads.torn"),
        ("wrong-commit", "reload/reload-fast-forward-8-readers", "reads.torn"),
        ("ack-before-commit", "write/killed-right-after-the-answer", "no-commit-lost"),
        ("ack-before-push", "write/sync-without-the-remote", "status: wanted 503"),
        ("force-push", "push/plain-push", "push.forced"),
        ("retry-nff", "push/push-non-fast-forward-no-spin", "push.attempts: wanted 1"),
        ("short-ref-names", "push/plain-push", "refs.origin:main"),
        (
            "ignore-conflict-push-failure", "reconcile/conflict-branch-waits-for-the-remote",
            "pushed: wanted false"
        ),
        ("forget-accepted", "reconcile/purge-stays-purged", "wanted remote-rewritten"),
        ("escape-without-branch", "reconcile/outcome-conflict-escaped", "no-commit-lost"),
    ]

    @Test(arguments: table)
    func isCaught(mutant: String, scenario: String, finding: String) async throws {
        let file = ScenarioFile.read("\(Products.root)/Scenarios/\(scenario).yaml")
        let cell = try #require(file.scenario?.cells.first)
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("livetree-mutants-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var options = try await RunOptions.prepare(
            server: Products.mutant, mutant: mutant, output: folder, seed: 1, keep: false,
            timeoutScale: 5)
        options.keep = false
        let caller = Caller()
        let verdict = await CasePlayer(options: options, caller: caller).play(cell)
        await caller.shutdown()
        #expect(verdict.status == .failed)
        let words = verdict.explanation.joined(separator: "\n")
        #expect(words.contains(finding), "\(words)")
    }
}

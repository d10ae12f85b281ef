import Foundation
import ScenarioKit
import Testing

/// Every scenario of level core, played against the real server: `swift test` alone is enough.
@Suite("Scenarios", .serialized)
struct ScenarioTests {
    /// One case of the list, shown by its id.
    struct Case: Sendable, CustomTestStringConvertible {
        let file: ScenarioFile
        let cell: ScenarioCell?

        var testDescription: String { cell?.id ?? file.path }
    }

    /// Every cell; a file that cannot be read is a case that fails.
    static let cases: [Case] = {
        let paths = (try? Selection.scenarios(below: "\(Products.root)/Scenarios")) ?? []
        return paths.map { ScenarioFile.read($0) }.flatMap { file -> [Case] in
            guard file.isValid, let scenario = file.scenario else {
                return [Case(file: file, cell: nil)]
            }
            guard scenario.level == .core else { return [] }
            return scenario.cells.map { Case(file: file, cell: $0) }
        }
    }()

    @Test func thereAreScenarios() {
        #expect(Self.cases.count > 10)
    }

    @Test(arguments: cases)
    func holds(_ one: Case) async throws {
        guard let cell = one.cell else {
            Issue.record("\(one.file.diagnostics.map(\.rendered).joined(separator: "\n"))")
            return
        }
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("livetree-scenarios-\(UUID().uuidString)").path
        var options = try await RunOptions.prepare(
            server: Products.livetree, output: folder, seed: 1, keep: false, timeoutScale: 5)
        options.keep = false
        let caller = Caller()
        let verdict = await CasePlayer(options: options, caller: caller).play(cell)
        await caller.shutdown()
        if [.passed, .skipped, .expectedFailure].contains(verdict.status) {
            try? FileManager.default.removeItem(atPath: folder)
            return
        }
        let words = verdict.explanation + verdict.figures + ["kept: \(verdict.folder ?? "nothing")"]
        Issue.record("\(verdict.status.rawValue)\n\(words.joined(separator: "\n"))")
    }
}

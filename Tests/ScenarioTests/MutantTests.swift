import Foundation
import ScenarioKit
import Testing

/// A harness that cannot turn red proves nothing: each wrong server is caught by its scenario.
@Suite("Wrong servers", .serialized)
struct MutantTests {
    static let table = Result { try MutantTable.read("\(Products.root)/Harness/mutants.yaml") }

    private func run(in folder: String) -> CanaryRun {
        CanaryRun(
            scenarios: "\(Products.root)/Scenarios", mutants: Products.mutant,
            server: Products.livetree, output: folder, timeoutScale: 5)
    }

    @Test(arguments: try table.get().entries.map(\.name))
    func isCaught(mutant: String) async throws {
        let entry = try #require(try Self.table.get().entries.first { $0.name == mutant })
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("livetree-mutants-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let end = try await run(in: folder).play(entry)
        #expect(end == .caught)
    }

    @Test func theTableHasEveryMutantOfTheProgram() async throws {
        let usage = try await run(in: "/").usage()
        #expect(usage.contains("torn-swap"))
        #expect(try Self.table.get().missing(fromUsage: usage).isEmpty)
    }
}

import Foundation
import TestSupport
import Testing

@testable import ScenarioKit

@Suite("A scenario in one text")
struct ExpandedScenarioTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    @Test func everyScenarioMeansTheSameWhenExpanded() throws {
        let folder = try TemporaryFolder()
        let files = try Selection.scenarios(below: "\(Self.root)/Scenarios")
        #expect(files.count > 100)
        for file in files {
            let cell = try #require(ScenarioFile.read(file).scenario?.cells.last)
            let text = try #require(ExpandedScenario.text(of: file, cell: cell.values))
            let path = try folder.write(text, to: "\(cell.scenario.id).yaml")
            let again = ScenarioFile.read(path)
            let found = try #require(again.scenario?.cells, "\(again.diagnostics)\n\(text)")
            #expect(found.map(\.id) == [cell.id])
            let other = try #require(found.first?.scenario)
            #expect(other.actors.map(\.name) == cell.scenario.actors.map(\.name))
            #expect(other.steps.map(\.verb.name) == cell.scenario.steps.map(\.verb.name))
            #expect(other.history.drawing == cell.scenario.history.drawing)
            #expect(
                other.history.commits.mapValues(\.set)
                    == cell.scenario.history.commits.mapValues(\.set))
            #expect(again.isValid, "\(again.diagnostics.map(\.rendered))")
        }
    }
}

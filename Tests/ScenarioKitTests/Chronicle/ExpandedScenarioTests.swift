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

    @Test(arguments: [
        "\r", "\r\n", "\u{85}", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{1B}", "\u{7F}",
    ])
    func anOddCharacterStaysItself(odd: String) throws {
        let folder = try TemporaryFolder()
        let title = "first\(odd)second\nthird"
        let text = """
            scenario: odd
            title: \(JSONText.quote(title))
            why: "Somebody's editor writes it."
            tags: [a]
            level: core
            actors: {origin: {kind: remote}}
            history: {graph: "A1  origin:main"}
            steps: [{git: {in: origin, args: [log]}}]
            """
        let path = try folder.write(text, to: "odd.yaml")
        let read = ScenarioFile.read(path)
        let cell = try #require(read.scenario?.cells.last, "\(read.diagnostics.map(\.rendered))")
        #expect(cell.scenario.title == title)
        let full = try #require(ExpandedScenario.text(of: path, cell: cell.values))
        let again = ScenarioFile.read(try folder.write(full, to: "full/odd.yaml"))
        #expect(again.scenario?.title == title, "\(again.diagnostics.map(\.rendered))")
    }
}

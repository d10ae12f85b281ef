import ScenarioKit
import TestSupport
import Testing

@Suite struct LinterTests {
    private static let modeline = "# yaml-language-server: $schema=../scenario.schema.json"

    @Test func aFileWithoutItsFirstLineOrWithSectionsAstrayIsTold() throws {
        let text = try ScenarioText()
        let path = try text.write(
            """
            scenario: x
            title: T
            steps:
              - start: api
              - sleep: {for: 1s, because: nothing tells us when}
            history: {graph: A}
            """, to: "x.yaml")
        #expect(
            Linter.lint([path]).map(text.shown) == [
                """
                x.yaml:1:1: error: the first line must name the schema; write \
                # yaml-language-server: $schema=…/scenario.schema.json
                   |
                 1 | scenario: x
                   | ^^^^^^^^^^^
                """,
                """
                x.yaml:6:1: error: 'history' must stand before 'steps'
                   |
                 6 | history: {graph: A}
                   | ^^^^^^^
                """,
                """
                x.yaml:5:5: warning: sleeps instead of waiting for something
                   |
                 5 |   - sleep: {for: 1s, because: nothing tells us when}
                   |     ^^^^^
                """,
            ])
    }

    @Test func aDraftIsTold() throws {
        let text = try ScenarioText()
        let path = try text.write(
            """
            \(Self.modeline)
            scenario: x
            title: T
            tags: [reload, draft]
            steps:
              - start: api
            """, to: "x.yaml")
        let told = Linter.lint([path])
        #expect(told.map(\.severity) == [.warning])
        #expect(
            told.map(text.shown) == [
                """
                x.yaml:4:1: warning: a draft covers nothing; take the tag 'draft' away when it is \
                written
                   |
                 4 | tags: [reload, draft]
                   | ^^^^
                """
            ])
    }

    @Test func anIdMayBeTakenOnce() throws {
        let text = try ScenarioText()
        let good = "\(Self.modeline)\nscenario: x\ntitle: T\nsteps:\n  - start: api\n"
        try text.write(good, to: "a/x.yaml")
        try text.write(good, to: "b/x.yaml")
        try text.write("tags: [preset]\n", to: "presets/p.yaml")
        #expect(
            Linter.lint([text.folder.path]).map(text.shown) == [
                """
                b/x.yaml:2:1: error: the id 'x' is taken by a/x.yaml
                   |
                 2 | scenario: x
                   | ^^^^^^^^
                """
            ])
    }

    @Test func aStateThatIsNoneAndAReadThatIsNoneAreFound() throws {
        let text = try ScenarioText()
        let path = try text.write(
            """
            \(Self.modeline)
            scenario: x
            title: T
            state: [S02]
            steps:
              - readers: {as: crowd, count: 1, mix: {lst: 1}}
            """, to: "x.yaml")
        let states = StateCatalogue("| **S01** | all is well | nothing |\n")
        #expect(
            Linter.lint([path], states: states)
                .map { String(text.shown($0).prefix { $0 != "\n" }) } == [
                    "x.yaml:6:42: error: readers have no kind of read 'lst'; did you mean 'list'?",
                    "x.yaml:4:1: error: there is no state S02; did you mean 'S01'?",
                ])
    }

    @Test func statesAreLookedUpAroundTheFiles() throws {
        let text = try ScenarioText()
        try text.write("| S01 | all is well | nothing |\n", to: "docs/states.md")
        let path = try text.write("", to: "a/b/x.yaml")
        #expect(StateCatalogue.around([path])?.entries.map(\.id) == ["S01"])
    }

    @Test func aMistakeOfTheReaderIsFoundToo() throws {
        let text = try ScenarioText()
        let path = try text.write(
            "\(Self.modeline)\nscenario: x\ntitle: T\nsteps:\n  - strat: api\n", to: "x.yaml")
        #expect(Linter.lint([path]).map(\.message) == ["unknown key 'strat' in a step"])
    }

    @Test func theShippedScenariosAreClean() {
        let found = Linter.lint(["\(ScenarioText.root)/Scenarios"])
        #expect(found.filter { $0.severity == .error }.map(\.rendered) == [])
    }
}

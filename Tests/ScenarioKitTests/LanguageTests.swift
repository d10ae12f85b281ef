import ScenarioKit
import Testing

@Suite("Refs by pattern, transports by cell")
struct LanguageTests {
    @Test func aPatternMeansBranchesByTheirShortName() throws {
        let ref = try #require(ActorRef("origin:/^conflicts/"))
        #expect(ref.means("refs/heads/conflicts/2026-01-01T00-00-00Z"))
        #expect(!ref.means("refs/heads/main"))
        #expect(!ref.means("refs/livetree/pushed/conflicts/x"))
    }

    @Test func aNameMeansItselfOnly() throws {
        let ref = try #require(ActorRef("origin:main"))
        #expect(ref.means("refs/heads/main"))
        #expect(!ref.means("refs/heads/main2"))
        #expect(ref.pattern == nil && ref.capture == nil)
    }

    @Test func aCaptureIsNoName() throws {
        let ref = try #require(ActorRef("origin:$escape.conflict-branch"))
        #expect(ref.capture?.name == "escape")
        #expect(ActorRef("origin:/(/") == nil)
    }

    @Test func theTransportAxisReachesEveryRemote() throws {
        let scenario = try ScenarioText().scenario(
            """
            scenario: x
            title: x
            matrix: {transport: [http, file, ssh]}
            history:
              graph: |
                A
                A   origin:main local:main
            steps:
              - start: api
            """)
        let cells = scenario.cells
        let transports = cells.map { $0.scenario.actor("origin")?.transport }
        #expect(transports == [.http, .file, .ssh])
        #expect(
            cells.map { $0.scenario.requires.capabilities.contains(.ssh) } == [false, false, true])
    }

    @Test func aCellWithoutTheMissingVerbIsPlayed() throws {
        let scenario = try ScenarioText().scenario(
            """
            scenario: x
            title: x
            matrix: {by: [write, boot]}
            history:
              graph: |
                A
                A   origin:main local:main
            steps:
              - start: api
              - webhook: {path: /api/webhook/gitops, event: push, scheme: github}
                when: {by: write}
            """)
        let cells = scenario.cells
        #expect(cells.map { Support.missingVerbs(in: $0) } == [["webhook"], []])
    }
}

import Foundation
import ScenarioKit
import TestSupport
import Testing

/// Any failing scenario is made smaller, also one that people wrote.
@Suite("Shrinking scenarios", .serialized)
struct ShrinkTests {
    private static let text = """
        scenario: too-long
        title: A reload takes over what was pushed
        tags: [long]
        actors:
          origin: {kind: remote, transport: http}
          local: {kind: clone, of: origin, clone: bare}
          api: {kind: server, data: local, remote: origin}
        history:
          graph: |
            A---B---C
            A   origin:main local:main
            C   origin:other
          commits:
            A: {set: {.gitsheets/people.toml: "[gitsheet]\\nroot = 'people'\\npath = '${{ slug }}'\\n"}, records: {people: 20}, stamp: 1}
            B: {empty: true}
            C: {empty: true}
        steps:
          - start: api
          - advance: {ref: "origin:main", to: B}
          - http: {method: GET, path: /api/health}
          - reload: {}
            expect: {status: 200, outcome: \(outcome)}
          - http: {method: GET, path: /api/sheets}
        """

    private static let outcome = "rebased"

    private func shrink(_ text: String) async throws -> ScenarioShrinker.Result? {
        let folder = try TemporaryFolder()
        let file = try folder.write(text, to: "too-long.yaml")
        var options = try await RunOptions.prepare(
            server: Products.livetree, output: folder.child("runs"), seed: 1, keep: false,
            timeoutScale: 5)
        options.discards = true
        // It ends when nothing can be left out; the time is for a machine that hangs.
        let shrinker = ScenarioShrinker(
            options: options, tries: 1, budget: .seconds(900)
        ) { _ in }
        return try await shrinker.shrink(file) { _ in "short" }
    }

    @Test func leavesOnlyWhatTheFailureNeeds() async throws {
        let result = try #require(await shrink(Self.text))
        #expect(result.failures == result.tries)
        #expect(result.text.contains("outcome: rebased"))
        // The reload and what it is asked for; not what came beside it.
        for gone in ["other", "health", "/api/sheets", "C:", "tags", "status"] {
            #expect(!result.text.contains(gone), "\(gone) is left in\n\(result.text)")
        }
    }

    @Test func twoStepsOfWhichNeitherCanGoAloneGoTogether() async throws {
        let steps = """
            steps:
              - git: {in: origin, args: [branch, tmp, main]}
              - advance: {ref: "origin:main", to: B}
              - git: {in: origin, args: [branch, -D, tmp]}
              - expect: {refs: {"origin:main": A, "origin:tmp": B}}
            """
        let text = Self.text.replacing(/(?s)steps:.*/, with: steps)
        let result = try #require(await shrink(text))
        #expect(!result.text.contains("git:"), "\(result.text)")
        #expect(result.text.contains("advance:"))
    }

    @Test func aRowThatLosesItsLastRefIsStillWrittenDown() async throws {
        let text = """
            scenario: too-long
            title: T
            history:
              graph: |
                A---B
                A   origin:main local:main
              commits:
                A: {records: {people: 1}}
                B: {empty: true}
            steps:
              - advance: {ref: "origin:main", to: B}
              - expect: {refs: {"origin:main": A}}
            """
        let result = try #require(await shrink(text))
        #expect(!result.text.contains("local:main"), "\(result.text)")
        #expect(!result.text.contains(" \n"), "\(result.text)")
    }

    @Test func whatFailsEachThirdTimeIsPlayedOftenEnough() async throws {
        let folder = try TemporaryFolder()
        let count = folder.child("count")
        let passes = "[ $(($(wc -l <\(count)) % 3)) != 1 ]"
        let fail =
            "!f() { echo >>\(count); \(passes) && return; echo now and then >&2; return 1; }; f"
        let steps = """
            steps:
              - git: {in: origin, args: [branch, one, main]}
              - git: {in: origin, args: [branch, two, main]}
              - git: {in: origin, args: [branch, three, main]}
              - git: {in: origin, args: [-c, "alias.third=\(fail)", third]}
            """
        let text = Self.text.replacing(/(?s)steps:.*/, with: steps)
        let result = try #require(await shrink(text))
        #expect((1..<result.tries).contains(result.failures))
        #expect(!result.text.contains("branch"), "\(result.text)")
    }

    @Test func aScenarioThatPassesIsFixed() async throws {
        let text = Self.text.replacing("outcome: rebased", with: "outcome: fast-forwarded")
        #expect(try await shrink(text) == nil)
    }
}

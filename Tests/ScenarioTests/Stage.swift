import Foundation
import ScenarioKit
import TestSupport
import Testing

/// A folder in which short scenarios are played with the real server.
struct Stage {
    /// Actors and ten records of a sheet, as far as `steps`.
    static let opening = """
        scenario: x
        title: x
        history:
          graph: |
            A
            A   origin:main local:main
          commits:
            A: {set: {.gitsheets/people.toml: "[gitsheet]\\nroot = 'people'\\npath = '${{ slug }}'\\n"}, records: {people: 10}, stamp: 1}
        steps:

        """

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The path of a file below it.
    func path(_ name: String) -> String { folder.child(name) }

    /// Writes the scenario with these steps, each a line; into a folder below when one is named.
    @discardableResult
    func write(_ steps: [String], in place: String = ".") throws -> String {
        let text = Self.opening + steps.map { "  - \($0)\n" }.joined()
        return try folder.write(text, to: place == "." ? "x.yaml" : "\(place)/x.yaml")
    }

    /// What a run is asked to do when nobody says more.
    func options() async throws -> RunOptions {
        try await RunOptions.prepare(
            server: Products.livetree, output: folder.child("runs"), seed: 1, keep: false,
            timeoutScale: 5)
    }

    /// Plays these steps; `change` says what else the run is asked to do.
    func play(_ steps: [String], _ change: (inout RunOptions) -> Void = { _ in }) async throws
        -> Verdict
    {
        let read = ScenarioFile.read(try write(steps))
        let cell = try #require(read.scenario?.cells.first, "\(read.diagnostics.map(\.rendered))")
        var options = try await options()
        change(&options)
        let caller = Caller()
        let verdict = await CasePlayer(options: options, caller: caller).play(cell)
        await caller.shutdown()
        return verdict
    }
}

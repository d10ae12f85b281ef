/// One scenario: one file, one world, with its presets merged in and its defaults filled in.
package struct Scenario: Sendable, Hashable {
    /// Which suite it belongs to.
    package enum Level: String, Sendable, Hashable, CaseIterable {
        case core, extended, stress
    }

    /// The file it was read from, as named by the caller.
    package var file: String
    /// The id; equal to the file name without `.yaml`.
    package var id: String
    /// One line for reports.
    package var title: String
    /// The danger, printed on failure.
    package var why: String?
    /// Ids of the state catalogue: `S20`.
    package var state: [String] = []
    /// Sources of the expected behaviour.
    package var cites: [String] = []
    /// Free tags.
    package var tags: [String] = []
    /// The suite.
    package var level: Level = .core
    /// What the machine must offer; unmet means skipped.
    package var requires = Requirements()
    /// Preset files, relative to this file.
    package var use: [String] = []
    /// Axes of the cell product, in the order written; empty means one cell.
    package var matrix: [MatrixAxis] = []
    /// How long the whole scenario may take.
    package var timeout: Duration = .seconds(60)
    /// Seed of readers' think time and the like; nil leaves it to the runner.
    package var seed: UInt64?
    /// Where the server's time starts and how it moves.
    package var clock = ClockSettings()
    /// Everyone in the world, in the order written.
    package var actors: [ActorSpec] = []
    /// The drawn history and what its commits say.
    package var history = History()
    /// What happens, in order.
    package var steps: [Step] = []
    /// Checked after the last step with every fault healed.
    package var expect: Expectation?
    /// Run at the end even after a failure.
    package var finally: [Step] = []
    /// Invariants that do not hold here, and why.
    package var relax: [Relaxation] = []
    /// Set for a known defect: passing then fails the run.
    package var xfail: ExpectedFailure?
    /// Where each top-level section's key stands, by key.
    package var locations: [String: ScenarioLocation] = [:]

    /// The actor of this name.
    package func actor(_ name: String) -> ActorSpec? { actors.first { $0.name == name } }
}

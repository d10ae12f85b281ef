import Foundation

/// What a run was asked to do, the same for every case of it.
package struct RunOptions: Sendable {
    /// The server under test.
    package var server: String
    /// What the server is told before its command: the name of a wrong one.
    package var serverArguments: [String] = []
    /// What was there before the server under test; nil: no such program was named.
    package var oldServer: String?
    /// What each server is told after its command and its own arguments.
    package var furtherArguments: [String] = []
    /// The real git.
    package var git: String
    /// The `git-http-backend` program.
    package var backend: String
    /// Multiplies every bound.
    package var timeoutScale = 1.0
    /// The seed of a case that names none.
    package var seed: UInt64 = 1
    /// Keeps the worlds of passed cases too.
    package var keep = false
    /// Keeps no world, not even of a failed case.
    package var discards = false
    /// Capabilities that must be there: a case that lacks one fails instead of being skipped.
    package var required: Set<Requirements.Capability> = []
    /// Stops before each step; nil plays through.
    package var stepper: Stepper?
    /// Opens a shell where a scenario fails, unless it came to one of its own before.
    package var opensShellAtFailure = false
    /// Is told each event of each case when it is noted, a line each; nil where nobody asked.
    package var trace: (@Sendable (String) -> Void)?
    /// Stores what `snapshot` sees in the place of comparing it.
    package var update = false
    /// What the person who runs it has: whether anybody is there, and which shell.
    package var environment = ProcessInfo.processInfo.environment
    /// Folder of the run's records.
    package var output: String
    /// What reports say about the run; nil while nobody asked.
    package var context: RunContext?

    package init(server: String, git: String, backend: String, output: String) {
        self.server = server
        self.git = git
        self.backend = backend
        self.output = output
    }

    /// Has a shell opened where a case fails.
    ///
    /// - Throws: `HarnessError.unsupported` where nobody is there to use it.
    package mutating func openShellAtFailure() throws(HarnessError) {
        guard environment["CI"] != "true" else {
            throw .unsupported("--shell-on-fail waits for a person, and CI=true says there is none")
        }
        opensShellAtFailure = true
    }

    /// A bound, scaled.
    package func scaled(_ duration: Duration) -> Duration {
        .nanoseconds(Int64(Double(duration.nanoseconds) * timeoutScale))
    }
}

/// What a run was: the same for every case of it.
package struct RunContext: Sendable, Hashable {
    /// The version of git.
    package var git: String
    /// The server under test, by name and version.
    package var server: String
    /// The commit of the checkout that the server's program is in, with a `+` when that has
    /// changes; nil when it is in none.
    package var commit: String?
    /// The machine: processors, and how busy they were when it began.
    package var machine = ""
    /// The command that began it, for a shell.
    package var command = ""
    /// The deliberately wrong server that was played against; nil: the real one.
    package var mutant: String?
    /// The program that was there before; nil: none was named.
    package var old: String?
    /// What every server was told besides its own arguments.
    package var serverArguments: [String] = []
    /// The seed of cases that name none.
    package var seed: UInt64
    /// When it began, RFC 3339.
    package var started: String
    /// How long it took.
    package var seconds = 0.0
    /// The folder of its records.
    package var folder: String

    /// The words of a command line that plays with the same server.
    package var serverWords: [String] {
        (mutant.map { ["--mutant", Verdict.shell($0)] } ?? [])
            + (old.map { ["--old", Verdict.shell($0)] } ?? [])
            + serverArguments.map { Verdict.shell("--server-arg=\($0)") }
    }

    package init(git: String, server: String, seed: UInt64, started: String, folder: String) {
        self.git = git
        self.server = server
        self.seed = seed
        self.started = started
        self.folder = folder
    }
}

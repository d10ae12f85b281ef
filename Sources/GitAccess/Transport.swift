package import Logging

/// The network: the git program, because libgit2 1.5 cannot time out and a process can be ended.
///
/// Every call has a deadline, starts no question, reads no configuration but the repository's own,
/// and leaves no process behind, also when its task is cancelled.
package struct Transport: Sendable {
    let program: GitProgram
    let logger: Logger

    /// `git` is a name to find on the PATH of `environment`, or a path. `environment` is this
    /// process's; of its `GIT_*` only what credentials, SSH and certificates need is passed on.
    package init(git: String = "git", environment: [String: String], logger: Logger) {
        program = GitProgram(git, environment: GitEnvironment.make(from: environment))
        self.logger = logger
    }

    /// Options before the command: the same safety for every call, whatever the repository's own
    /// configuration says.
    static func options(timeout: Duration) -> [String] {
        let stall = min(max(1, timeout.components.seconds), Limits.stallSeconds)
        let settings = [
            "credential.interactive=false", "protocol.ext.allow=never",
            "http.followRedirects=false", "core.hooksPath=/dev/null", "gc.auto=0",
            "gc.autoDetach=false", "maintenance.auto=false", "fetch.fsckObjects=true",
            "core.fsync=all", "safe.directory=*", "fetch.pruneTags=false", "http.lowSpeedLimit=1",
            "http.lowSpeedTime=\(stall)",
        ]
        return settings.flatMap { ["-c", $0] }
    }
}

package import GitAccess
package import GitModel
package import Logging

/// Carries the branch and the conflict branches to the remote.
package actor PushDaemon {
    private let repository: GitRepository
    private let branch: BranchName
    private let ports: PushPorts
    private let timing: PushTiming
    private let clock: PushClock
    private let logger: Logger

    package init(
        repository: GitRepository, branch: BranchName, ports: PushPorts, timing: PushTiming,
        clock: any Clock<Duration>, logger: Logger
    ) {
        self.repository = repository
        self.branch = branch
        self.ports = ports
        self.timing = timing
        self.clock = PushClock(clock)
        self.logger = logger
    }

    /// What the daemon does now.
    package nonisolated var status: PushStatus { PushStatus() }

    /// Tells what is served now; never blocks.
    package nonisolated func notify(_ notice: PushNotice) {}

    /// Waits until everything notified before this call was tried once, at most `limit`; true: the
    /// remote has the branch's tip and every conflict branch that may be pushed.
    package func settle(within limit: Duration) async -> Bool { false }

    /// Pushes until graceful shutdown.
    package func run() async {}
}

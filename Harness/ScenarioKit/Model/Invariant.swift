/// What must hold in every scenario unless it is relaxed with a reason.
package enum Invariant: String, Sendable, Hashable, CaseIterable {
    case noCommitLost = "no-commit-lost"
    case noTornRead = "no-torn-read"
    case monotonicReads = "monotonic-reads"
    case freshAfterAck = "fresh-after-ack"
    case neverForced = "never-forced"
    case headIsServed = "head-is-served"
    case oldStateOnFailure = "old-state-on-failure"
    case conflictRefsAppendOnly = "conflict-refs-append-only"
    case noUnackedVisible = "no-unacked-visible"
    case repoHealthy = "repo-healthy"
    case noRetrySpin = "no-retry-spin"
    case noSecretInLog = "no-secret-in-log"
    case boundedTime = "bounded-time"
    case noOrphanProcess = "no-orphan-process"
}

extension Invariant {
    /// Those that a run judges; the other speaks of writes, which no step makes yet.
    package static let judged = allCases.filter { $0 != .noUnackedVisible }
}

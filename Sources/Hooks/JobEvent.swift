/// One line of the ledger: what happened to a job, or what is still known of the past.
///
/// Times are milliseconds since 1970.
package enum JobEvent: Hashable, Sendable {
    /// A job was promised for a push, the timer or a manual run.
    case accepted(job: String, HookLane, HookWork, at: Int64)
    /// A newer push joined a job that had not started.
    case coalesced(job: String, HookWork, at: Int64)
    /// The command of a job is about to start.
    case started(job: String, at: Int64)
    /// The command ended; a job that is `retrying` or `interrupted` is still owed its run.
    case ended(job: String, JobEnd, at: Int64)
    /// A delivery that succeeded earlier.
    case delivered(DeliveryKey)
    /// A repository's newest run began or was promised then.
    case seen(repository: String, at: Int64)
}

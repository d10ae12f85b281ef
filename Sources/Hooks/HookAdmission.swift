/// What the queue made of a push; each names the job that will run for it.
package enum HookAdmission: Hashable, Sendable {
    /// A new job, whose start is among the effects.
    case started(job: String)
    /// A new job that waits.
    case queued(job: String)
    /// A job that waited already now runs for this push.
    case coalesced(job: String)
    /// Too many repositories have jobs; nothing was taken.
    case full
}

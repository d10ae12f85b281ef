/// What became of a push at its arrival.
package enum JobState: String, Sendable {
    /// Its command starts at once.
    case started
    /// Its command starts as soon as it may.
    case queued
    /// It joined a job that had not started yet; that one now runs for this newest push.
    case coalesced
}

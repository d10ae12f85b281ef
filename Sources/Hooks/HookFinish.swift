/// What follows the end of a run.
package enum HookFinish: Hashable, Sendable {
    /// The job is over.
    case over
    /// The job runs again, not before that time.
    case again(at: Duration)
}

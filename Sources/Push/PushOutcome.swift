/// How one attempt on a lane ended, after any look that was needed to know.
package enum PushOutcome: Hashable, Sendable {
    /// The remote has the commit.
    case confirmed
    /// An earlier push had arrived after all: the rest can be pushed at once.
    case advanced
    /// The remote was only looked at, and answers: a reconcile is needed.
    case seen
    /// The remote declined: time alone will hardly change that.
    case declined(String)
    /// The histories do not fit, or the branch is gone there.
    case diverged(PushReason, String)
    /// Refused although nothing speaks against it: somebody else was quicker, or held a lock.
    case raced(String)
    /// The remote could not be reached or did not answer, or this machine is in trouble.
    case lineFailed(LineFailure)
}

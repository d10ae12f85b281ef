package import GitModel

/// Everything the model needs to say what one reload will do.
package struct Observation: Sendable {
    /// What a look at the remote finds.
    package enum Look: Hashable, Sendable {
        case tip
        /// The branch is not there.
        case missing
        /// The remote has nothing at all.
        case empty
        case failed
    }

    /// One local commit and the records before and after it.
    package struct Own: Hashable, Sendable {
        package let commit: CommitID
        package let message: String
        package let before: RecordMap
        package let after: RecordMap
    }

    package var look = Look.failed
    package var hasLocal = false
    package var isSame = false
    /// Whether the two tips share a commit.
    package var isRelated = true
    /// Commits the local tip has and the remote's has not, and the other way round.
    package var ahead = 0
    package var behind = 0
    /// Whether a remote tip was ever accepted.
    package var hasAccepted = false
    /// Whether the tip accepted last is not in the remote any more.
    package var isRewritten = false
    /// Whether the local tip has commits that an operator let go before.
    package var holdsWithdrawn = false
    package var isAbsenceAccepted = false
    /// Local commits that never were on the remote, oldest first.
    package var own: [Own] = []
    package var localRecords: RecordMap = [:]
    package var remoteRecords: RecordMap = [:]

    package init() {}
}

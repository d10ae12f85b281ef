package import GitModel

/// What a lane wants the remote to have, and whether it may be pushed.
package enum PushWant: Hashable, Sendable {
    /// It may be pushed.
    case push(CommitID)
    /// It contains a commit that the remote took back: it is never pushed.
    case held(CommitID)
    /// It was never compared with the remote, or does not contain what was accepted from there: a
    /// reconcile comes first.
    case unseen(CommitID)

    package var commit: CommitID {
        switch self {
        case .push(let commit), .held(let commit), .unseen(let commit): commit
        }
    }
}

import GitModel
import Push

/// What a world keeps in mind to judge by; the server knows nothing of it.
struct Audit: Sendable {
    /// A push that was tried.
    struct Push: Sendable {
        let orders: [PushOrderKey]
        let at: Duration
        var wasRefused = false
    }

    /// What is pushed where.
    struct PushOrderKey: Hashable, Sendable {
        let source: CommitID
        let destination: RefName
        let expected: CommitID?
    }

    /// The first violation.
    var violation: Violation?
    /// Commits of ours that may not be lost: those the clone began with, acknowledged writes, and
    /// what somebody committed in the clone.
    var own: [CommitID] = []
    /// Writes that were refused: nobody may ever see them.
    var refused: Set<CommitID> = []
    /// Commits the remote's branch had once and has not now, because people took them away.
    var takenBack = CommitSet()
    /// Commits of which it is certain that the server knew them as published.
    var published = CommitSet()
    /// Whether an operator has adopted a rewritten remote.
    var isAdopted = false
    /// Where somebody's git moved the clone's branch last: that is served with the next reload.
    var foreignTip: CommitID?
    /// What the server may remember; more than one where a fault leaves it open.
    var ledgers: Set<Ledger> = [Ledger()]
    var lastPush: Push?
    var generationSeen = 0
}

package import GitModel

/// What the server must remember of the remote, as the model has it: independent of the references
/// in which the server keeps its own books.
package struct Ledger: Hashable, Sendable {
    /// The remote's tip that was accepted last, or that a push confirmed.
    package var accepted: CommitID?
    /// Tips the remote took back, as an operator accepted.
    package var withdrawn: Set<CommitID> = []
    /// Whether a human said that the branch may be made on the remote.
    package var isAbsenceAccepted = false

    package init() {}
}

package import GitModel

/// What one reload must come to.
package enum Prediction: Hashable, Sendable {
    /// Nothing changes; this word of the contract says why.
    case refused(String)
    /// The branch and what is served go on as they are.
    case stays(outcome: String)
    /// Both are the remote's tip.
    case becomesRemote(outcome: String)
    /// Both are the remote's tip with the kept commits on it.
    case replayed(Replayed)
    /// Both are the remote's tip, and a conflict branch keeps the local one.
    case escaped

    /// A clean replay.
    package struct Replayed: Hashable, Sendable {
        /// The words of the commits that are put on the remote's tip, oldest first.
        package var kept: [String] = []
        /// Commits whose change is upstream already.
        package var dropped: [CommitID] = []
        package var records: RecordMap = [:]
    }

    /// The word of the contract.
    package var word: String {
        switch self {
        case .refused(let code): code
        case .stays(let outcome), .becomesRemote(let outcome): outcome
        case .replayed: "rebased"
        case .escaped: "conflict-escaped"
        }
    }
}

/// What must become of a branch and its remote, as git is asked. Commits are numbers of the history.
package struct OracleQuestion: Sendable {
    package var local: Int?
    package var remote: Int
    /// The remote's tip that was accepted last.
    package var accepted: Int?
    /// Tips the remote took back, as an operator accepted.
    package var withdrawn: [Int] = []
    /// Whether a divergence may be reconciled.
    package var replays = true
    /// The word of what an operator adopts, if anything.
    package var adoption: String?
    /// Files that somebody else says the branch ends with; nil: nobody does.
    package var expected: [String: String]?

    package init(local: Int?, remote: Int) {
        self.local = local
        self.remote = remote
    }
}

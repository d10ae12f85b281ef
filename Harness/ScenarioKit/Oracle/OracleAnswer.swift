/// What git says must become of a branch.
package struct OracleAnswer: Sendable, Equatable {
    /// An outcome or error code of the contract.
    package let word: String
    /// How many commits a replay puts on the remote's tip; nil: nothing is replayed.
    package var replayed: Int?
    /// Whether the replay ends with the files that were expected; nil: nobody said which.
    package var isAsExpected: Bool?

    package init(word: String, replayed: Int? = nil, isAsExpected: Bool? = nil) {
        self.word = word
        self.replayed = replayed
        self.isAsExpected = isAsExpected
    }
}

/// One expectation that does not hold.
package struct Mismatch: Sendable, Hashable {
    /// The dotted key of the expectation: `push.attempts`.
    package let key: String
    /// What the scenario wants.
    package let wanted: String
    /// What was seen, with names instead of hashes.
    package let seen: String
}

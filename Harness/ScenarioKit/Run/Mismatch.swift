/// One expectation that does not hold.
package struct Mismatch: Sendable, Hashable {
    /// The dotted key of the expectation: `push.attempts`.
    package let key: String
    /// What the scenario wants.
    package let wanted: String
    /// What was seen, with names instead of hashes.
    package let seen: String

    /// The same, with the server it was seen at.
    func seen(at server: String) -> Mismatch {
        Mismatch(key: key, wanted: wanted, seen: "\(seen) at \(server)")
    }
}

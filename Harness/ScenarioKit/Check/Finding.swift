/// Something that contradicts an invariant or an expectation, in words.
package struct Finding: Sendable, Hashable, CustomStringConvertible {
    /// The invariant, or nil for an expectation.
    package let invariant: Invariant?
    /// What was found, with names instead of hashes.
    package let text: String

    package init(_ invariant: Invariant?, _ text: String) {
        self.invariant = invariant
        self.text = text
    }

    package var description: String { invariant.map { "\($0.rawValue): \(text)" } ?? text }
}

/// Opens a gate.
package struct ReleaseVerb: Sendable, Hashable {
    /// What the held process does next.
    package enum Way: String, Sendable, Hashable, CaseIterable {
        /// Goes on.
        case resume = "continue"
        /// Exits with an error, having done nothing.
        case fail
        /// Vanishes.
        case drop
    }

    /// The gate.
    package let gate: String
    /// `continue` by default.
    package var with: Way = .resume
}

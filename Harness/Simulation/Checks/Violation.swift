/// An invariant that did not hold, and when.
package struct Violation: Hashable, Sendable {
    package let invariant: String
    package let detail: String
    /// From 1; 0 is the start of the server; behind the last: the liveness phase.
    package let step: Int
    package let command: String

    /// What a smaller case must still show.
    package var signature: String { "\(invariant) \(command)" }
}

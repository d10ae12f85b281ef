/// Something that contradicts an invariant or an expectation, in words.
package struct Finding: Sendable, Hashable, CustomStringConvertible {
    /// The invariant, or nil for an expectation.
    package let invariant: Invariant?
    /// What was found, with names instead of hashes.
    package let text: String
    /// The reads that prove it, the offending one last.
    package let reads: [ReadRecord]

    package init(_ invariant: Invariant?, _ text: String, reads: [ReadRecord] = []) {
        self.invariant = invariant
        self.text = text
        self.reads = reads
    }

    package var description: String { invariant.map { "\($0.rawValue): \(text)" } ?? text }
}

/// What a node of a cluster says of itself and of the others.
package struct ClusterExpectation: Sendable, Hashable {
    /// A node's part, as its status names it.
    package enum Role: String, Sendable, Hashable, CaseIterable {
        case writer, elected, reader
    }

    package var role: Role?
    /// Which node it takes for the writer; `absent`: none.
    package var writer: TextMatcher?
    /// How many nodes it knows of, itself included.
    package var nodes: Comparison?
    /// Whether it serves what the remote's branch is at.
    package var converged: Bool?
    /// The nodes of which it knows that they serve another commit than the newest tip, in any order.
    package var behind: [String]?
}

/// What readers must have seen.
package struct ReadsExpectation: Sendable, Hashable {
    /// In what scope generations never go backwards.
    package enum Monotonic: String, Sendable, Hashable, CaseIterable {
        case perConnection = "per-connection"
        case global
    }

    /// The readers' name.
    package let of: String
    package var count: Comparison?
    package var torn: Comparison?
    package var errors: Comparison?
    package var monotonic: Monotonic?
    /// Each at least once, and nothing else.
    package var observed: [CommitReference]?
    package var freshAfterAck: Bool?
    /// Compared with a duration.
    package var p99: Comparison?
}

/// The hits of one search in one snapshot, best first.
package struct SearchAnswer: Sendable {
    package let hits: [SearchHit]
    /// True when the query was too common to rank all its hits: these are the best of some.
    package let truncated: Bool

    package init(hits: [SearchHit], truncated: Bool) {
        self.hits = hits
        self.truncated = truncated
    }
}

/// `If-Match` and `If-None-Match` of a write (RFC 9110, section 13.1).
package struct WriteCondition: Hashable, Sendable {
    /// The entity tags of one header field.
    package enum Tags: Hashable, Sendable {
        case any
        /// Without quotes.
        case listed(Set<String>)

        /// `current`: the tag of what is there, without quotes; nil when nothing is.
        package func holds(for current: String?) -> Bool {
            guard let current else { return false }
            return switch self {
            case .any: true
            case .listed(let tags): tags.contains(current)
            }
        }
    }

    /// The content must be one of these.
    package var match: Tags?
    /// The content must be none of these.
    package var noneMatch: Tags?

    package init(match: Tags? = nil, noneMatch: Tags? = nil) {
        self.match = match
        self.noneMatch = noneMatch
    }

    /// `current`: the tag of what is there now; nil when nothing is.
    func holds(for current: String?) -> Bool {
        if let match, !match.holds(for: current) { return false }
        if let noneMatch, noneMatch.holds(for: current) { return false }
        return true
    }
}

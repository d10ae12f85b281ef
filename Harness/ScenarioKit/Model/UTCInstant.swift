/// A second in UTC: what commit dates and the scenario clock count in.
package struct UTCInstant: Sendable, Hashable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z.
    package let seconds: Int64

    /// Makes an instant from seconds since 1970.
    package init(seconds: Int64) { self.seconds = seconds }

    /// Returns the instant this many seconds later (earlier when negative).
    package func advanced(by offset: Int64) -> UTCInstant { UTCInstant(seconds: seconds + offset) }

    package static func < (left: UTCInstant, right: UTCInstant) -> Bool {
        left.seconds < right.seconds
    }
}

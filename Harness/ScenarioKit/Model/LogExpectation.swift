/// Log lines the server must have written.
package struct LogExpectation: Sendable, Hashable {
    /// Level of the line.
    package enum Level: String, Sendable, Hashable, CaseIterable {
        case debug, info, warn, error
    }

    package var level: Level?
    package var event: String?
    /// On the message.
    package var matches: TextMatcher?
    /// How many such lines; nil is at least one.
    package var count: Comparison?
}

/// Starts readers that run until they are stopped.
package struct ReadersVerb: Sendable, Hashable {
    /// Whether a reader keeps its connection.
    package enum Connection: String, Sendable, Hashable, CaseIterable {
        case keepAlive = "keep-alive"
        case new
    }

    /// The name to stop and judge them by.
    package let name: String
    /// How many.
    package let count: Int
    /// `keep-alive` by default.
    package var connection: Connection = .keepAlive
    /// Pause between two reads.
    package var think: Duration = .zero
    /// Weight by kind of read; empty is the runner's mix.
    package var mix: [String: Int] = [:]
    /// Bytes of the first answer after which each stands still until it is told to stop; then it
    /// reads the rest.
    package var holdAfter: Int?
}

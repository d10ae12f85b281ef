/// Starts a server.
package struct StartVerb: Sendable, Hashable {
    /// The server.
    package let actor: String
    /// Environment on top of the actor's.
    package var env: [String: String] = [:]
    /// Whether the step waits until the server is ready; true by default.
    package var ready = true
}

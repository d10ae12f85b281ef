/// Stops a server with SIGTERM.
package struct StopVerb: Sendable, Hashable {
    /// The server.
    package let actor: String
    /// How long it may take; nil is the runner's bound.
    package var grace: Duration?
}

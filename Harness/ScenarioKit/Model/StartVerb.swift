/// Starts a server, or a remote or an etcd that was stopped.
package struct StartVerb: Sendable, Hashable {
    /// Who is started.
    package let actor: String
    /// Environment on top of the actor's.
    package var env: [String: String] = [:]
    /// Whether the step waits until the server is ready; true by default.
    package var ready = true
    /// Whether the program that was there before is started, and not the one under test.
    package var old = false
    /// Whether an etcd begins without the data of its last life.
    package var empty = false
}

/// Stops a server, a remote or an etcd, a process with SIGTERM.
package struct StopVerb: Sendable, Hashable {
    /// Who is stopped.
    package let actor: ServerRef
    /// How long it may take; nil is the runner's bound.
    package var grace: Duration?
}

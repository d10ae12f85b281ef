/// Sends a signal to a server, a remote or an etcd.
package struct KillVerb: Sendable, Hashable {
    /// The signal, without `SIG`.
    package enum Signal: String, Sendable, Hashable, CaseIterable {
        case kill = "KILL"
        case terminate = "TERM"
        case interrupt = "INT"
        case hangup = "HUP"
        case stop = "STOP"
        case resume = "CONT"
        case abort = "ABRT"
    }

    /// Who gets it.
    package let actor: ServerRef
    /// The signal, KILL by default.
    package var signal: Signal = .kill
    /// Whether its whole process group gets it.
    package var group = false
}

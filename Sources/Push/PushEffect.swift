/// What the daemon must do next.
package enum PushEffect: Hashable, Sendable {
    /// Push what the lane wants (or only look at the remote, when it is unseen), then report the
    /// outcome with `finished`.
    case attempt(PushLane, PushWant)
    /// Ask for a reconcile; nothing is reported back.
    case askReconcile
    /// Wait for a notice, at most until then (nil: however long).
    case wait(until: Duration?)
    /// Leave: the server stops and nothing is due.
    case stop
}

/// How a commit that must be on the remote before it is served got there.
package enum PushDelivery: Sendable {
    /// The remote has it.
    case delivered
    /// The remote is not what it was: it has other commits, or lost its branch.
    case diverged(PushReason, String)
    /// The remote was not reached or declined: it does not have it.
    case failed(String)
    /// The connection broke, and the remote may still be at it or cannot be asked any more.
    case unknown(String)
}

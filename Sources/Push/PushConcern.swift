/// What an operator is needed for, as long as it lasts: not each failure, and not each retry.
package enum PushConcern: Hashable, Sendable {
    /// The lane is halted or declined. `halts`: how often, since the remote last had what it wants.
    case lane(PushLane, PushReason, halts: Int)
    /// The lane contains withdrawn commits and is not pushed.
    case held(PushLane)
    /// Nothing can be pushed at all: other credentials are wanted, or this machine is in trouble.
    case line(PushReason)
}

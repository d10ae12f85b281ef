/// Moves a ref of an actor, as someone else's push would.
package struct AdvanceVerb: Sendable, Hashable {
    /// The ref.
    package let ref: ActorRef
    /// The commit, `$next`, a capture, or `absent` to delete the ref.
    package let to: CommitReference
    /// Whether the move may be no fast-forward.
    package var force = false
}

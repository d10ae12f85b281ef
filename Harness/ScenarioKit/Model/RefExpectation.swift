/// Where a ref must point.
package struct RefExpectation: Sendable, Hashable {
    /// The ref.
    package let ref: ActorRef
    /// Its commit, or absent.
    package let commit: CommitReference
}

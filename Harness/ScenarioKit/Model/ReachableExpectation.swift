/// A commit that must be reachable from a ref.
package struct ReachableExpectation: Sendable, Hashable {
    /// In which form.
    package enum Form: String, Sendable, Hashable, CaseIterable {
        /// The very commit.
        case same
        /// The same change with another parent.
        case replayed
    }

    package let commit: CommitReference
    package let from: ActorRef
    /// `same` by default.
    package var form: Form = .same
}

/// The history an actor's repository must show.
package struct GraphExpectation: Sendable, Hashable {
    /// The actor, or one ref of it: `origin`, `origin:main`.
    package let of: String
    /// The drawing as written.
    package let drawing: String
    /// What it says.
    package let graph: CommitGraph
}

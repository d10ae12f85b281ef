/// Commits by name, their parents, and where refs start.
package struct CommitGraph: Sendable, Hashable {
    /// A ref and the commit it starts at.
    package struct StartingRef: Sendable, Hashable {
        /// The ref.
        package let ref: ActorRef
        /// The commit it points to.
        package let commit: CommitName
        /// Where it was written.
        package let location: ScenarioLocation?
    }

    /// Every commit in the order it first appears.
    package var commits: [CommitName] = []
    /// Parents in the order git gets them; roots have none.
    package var parents: [CommitName: [CommitName]] = [:]
    /// Refs that exist when the scenario starts, in the order written.
    package var refs: [StartingRef] = []
    /// Where each commit first appears.
    package var locations: [CommitName: ScenarioLocation] = [:]

    /// A history without commits.
    package init() {}
}

/// The drawn history: which commits exist, what each changes, where refs start.
package struct History: Sendable, Hashable {
    /// The drawing as written, for `explain`; nil when nothing is drawn.
    package var drawing: String?
    /// Names, parents and starting refs: the drawing, `parents` and `refs` taken together.
    package var graph = CommitGraph()
    /// What commits change, by name; a drawn commit without an entry adds one record.
    package var commits: [CommitName: CommitSpec] = [:]
}

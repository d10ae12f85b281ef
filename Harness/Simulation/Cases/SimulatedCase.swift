/// A world and what happens in it, as a value; both tiers play it.
package struct SimulatedCase: Hashable, Sendable {
    /// Whether reloads and pushes bring diverged histories together by themselves
    /// (`CFP_DATA_DIVERGENCE=reconcile`).
    package var reconcilesAlways = false
    /// Records of the oldest commit, each with the value of its one field.
    package var records: [String: String] = [:]
    /// Commits that both sides have.
    package var shared: [RecordEdit] = []
    /// Commits that only the server's clone has at the start.
    package var local: [RecordEdit] = []
    /// Commits that only the remote has at the start.
    package var remote: [RecordEdit] = []
    /// Whether the remote's history has nothing to do with the clone's.
    package var isUnrelated = false
    /// Whether a tag of the remote is named like the branch.
    package var hasTagNamedLikeBranch = false
    /// How long the world is left alone behind each step, in seconds: where the real server is to be
    /// compared, whose push daemon does not wait for the next step.
    package var rest = 0
    /// The first start of the server, and what interferes with it.
    package var start = CaseStep(.restart)
    /// What happens then, in order.
    package var steps: [CaseStep] = []

    package init() {}
}

/// What a run is told of its reason. A newer push replaces it until the run starts.
package struct HookWork: Hashable, Sendable {
    /// Empty when no push asked for the run and the rule names no branch.
    package var branch: String
    /// Hexadecimal digits; empty when no push asked for the run.
    package var commit: String
    /// The sender's id of the delivery, if it gave one.
    package var delivery: String?

    package init(branch: String, commit: String = "", delivery: String? = nil) {
        self.branch = branch
        self.commit = commit
        self.delivery = delivery
    }

    /// What a waiting job is told when this comes: a manual run tells no news of a push.
    package func over(_ older: HookWork) -> HookWork { commit.isEmpty ? older : self }
}

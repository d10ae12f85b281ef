/// What a reconcile may do without asking a human.
package struct ReconcilePolicy: Equatable, Sendable {
    /// Whether histories that diverged are brought together (`CFP_DATA_DIVERGENCE=reconcile`, or
    /// an explicit reconcile) or refused.
    package let replays: Bool
    /// What a human accepted of the remote, this once.
    package let adoption: Adoption?

    package init(replays: Bool, adoption: Adoption? = nil) {
        self.replays = replays
        self.adoption = adoption
    }

    /// A divergence is refused; nothing is adopted.
    package static let refuse = ReconcilePolicy(replays: false)
    /// A divergence is reconciled; nothing is adopted.
    package static let reconcile = ReconcilePolicy(replays: true)
}

/// A state of the remote that is never accepted by itself (CONTRACT §3, `adopt`).
package enum Adoption: String, CaseIterable, Sendable {
    case remoteRewritten = "remote-rewritten"
    case unrelatedHistories = "unrelated-histories"
    case remoteBranchMissing = "remote-branch-missing"
}

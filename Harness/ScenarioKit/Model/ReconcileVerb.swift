/// Calls `POST /api/_internal/reconcile`.
package struct ReconcileVerb: Sendable, Hashable {
    /// What an operator may accept.
    package enum Adoption: String, Sendable, Hashable, CaseIterable {
        case remoteRewritten = "remote-rewritten"
        case unrelatedHistories = "unrelated-histories"
        case remoteBranchMissing = "remote-branch-missing"
    }

    /// What is accepted; nil is nothing.
    package var adopt: Adoption?
    /// Whether the next step begins before the answer is here.
    package var background = false
}

/// Calls `POST /api/_internal/reconcile`, or runs `livetree reconcile`.
package struct ReconcileVerb: Sendable, Hashable {
    /// What an operator may accept.
    package enum Adoption: String, Sendable, Hashable, CaseIterable {
        case remoteRewritten = "remote-rewritten"
        case unrelatedHistories = "unrelated-histories"
        case remoteBranchMissing = "remote-branch-missing"
    }

    /// What is accepted; nil is nothing.
    package var adopt: Adoption?
    /// Whether `livetree reconcile` is run instead of the endpoint being called.
    package var isCommand = false
    /// Whether the next step begins before the answer is here.
    package var background = false
}

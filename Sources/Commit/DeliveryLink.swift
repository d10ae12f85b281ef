package import GitModel

/// What sync mode asks of the network: the commit goes to the remote before it is the branch.
package struct DeliveryLink: Sendable {
    /// How the remote took a commit.
    package enum Delivery: Sendable {
        /// It has the commit.
        case delivered
        /// It has commits that are not here, or is not what it was; the text says what.
        case diverged(String)
        /// It lost the branch.
        case branchMissing(String)
        /// It was not reached, or declined; it does not have the commit.
        case failed(String)
        /// It cannot be known whether it has the commit.
        case unknown(String)
    }

    /// Pushes the commit, which descends from the branch, and finds out how that ended.
    package var deliver: @Sendable (CommitID) async -> Delivery
    /// Brings the branch together with the remote; nil under the policy `refuse`.
    package var reconcile: (@Sendable () async -> Void)?

    package init(
        deliver: @escaping @Sendable (CommitID) async -> Delivery,
        reconcile: (@Sendable () async -> Void)?
    ) {
        self.deliver = deliver
        self.reconcile = reconcile
    }
}

package import GitModel
package import Reconcile

/// What a reload tells and asks the push daemon.
package struct PushLink: Sendable {
    /// The branch is at this tip, and it is served. `reconciled`: after a look at the remote that
    /// found nothing in the way, so that a halted daemon goes on.
    package var tell: @Sendable (_ tip: CommitID?, _ reconciled: Bool) -> Void
    /// A look at the remote found what must not be pushed over.
    package var refuse: @Sendable (ReconcileRefusal) -> Void
    /// Waits a bounded time for what was told; true: the remote has the branch's tip and every
    /// conflict branch.
    package var settle: @Sendable () async -> Bool

    package init(
        tell: @escaping @Sendable (_ tip: CommitID?, _ reconciled: Bool) -> Void,
        refuse: @escaping @Sendable (ReconcileRefusal) -> Void,
        settle: @escaping @Sendable () async -> Bool
    ) {
        self.tell = tell
        self.refuse = refuse
        self.settle = settle
    }
}

package import GitModel

/// What a decision does to the references: where the branch goes and by which effects, in order.
package struct ReconcileCourse: Equatable, Sendable {
    package let outcome: ReconcileOutcome
    /// The commit the branch has when all is done; nil while it has none.
    package let target: CommitID?
    package let effects: [ReconcileEffect]
    /// Whether the remote has `target` without a push.
    package let isOnRemote: Bool

    private init(
        _ outcome: ReconcileOutcome, to target: CommitID?, _ effects: [ReconcileEffect],
        isOnRemote: Bool = true
    ) {
        self.outcome = outcome
        self.target = target
        self.effects = effects
        self.isOnRemote = isOnRemote
    }

    /// The course of a decision. Nil for a refusal, which has none, and for a replay, whose course
    /// depends on what it comes to.
    package init?(_ decision: ReconcileDecision, on observation: ReconcileObservation) {
        let local = observation.local.tip
        switch decision {
        case .refuse, .replay: return nil
        case .inSync:
            self.init(.inSync, to: local, Self.acceptance(of: observation.remote))
        case .fastForward(let remote):
            self.init(
                .fastForwarded, to: remote,
                [.accept(remote), .moveBranch(from: local, to: remote, reason: "fast-forward")])
        case .pushAhead(let remote):
            let acceptance = remote.map { ReconcileEffect.accept($0) } ?? .acceptAbsence
            self.init(.pushedAhead, to: local, [acceptance], isOnRemote: false)
        case .takeOver(let remote, let withdrawn):
            var effects = Self.withdrawal(of: withdrawn) + [.accept(remote)]
            if local != remote {
                effects.append(
                    .moveBranch(from: local, to: remote, reason: "rewritten remote adopted"))
            }
            self.init(local == remote ? .inSync : .fastForwarded, to: remote, effects)
        }
    }

    /// The course of a replay that came out clean as `tip`. `log`: its entry in the log of replays.
    package init(
        replaying order: ReplayOrder, local: CommitID, as tip: CommitID,
        log: (previous: CommitID?, entry: CommitID)
    ) {
        self.init(
            .rebased, to: tip,
            [.recordReplay(entry: log.entry, previous: log.previous)]
                + Self.withdrawal(of: order.withdrawing)
                + [.accept(order.onto), .moveBranch(from: local, to: tip, reason: "replayed")],
            isOnRemote: tip == order.onto)
    }

    /// The course of a replay that conflicts: the local tip is kept in the folder of branches.
    package init(escaping order: ReplayOrder, local: CommitID, folder: String) {
        self.init(
            .conflictEscaped, to: order.onto,
            [.keepTip(local, folder: folder)] + Self.withdrawal(of: order.withdrawing)
                + [
                    .accept(order.onto),
                    .moveBranch(from: local, to: order.onto, reason: "conflict escaped"),
                ],
            isOnRemote: false)
    }

    private static func acceptance(of remote: RemoteObservation) -> [ReconcileEffect] {
        switch remote {
        case .tip(let tip): [.accept(tip.commit)]
        case .empty(accepted: false): [.acceptAbsence]
        case .notConfigured, .failed, .empty, .branchMissing: []
        }
    }

    private static func withdrawal(of tip: CommitID?) -> [ReconcileEffect] {
        tip.map { [.withdraw($0)] } ?? []
    }
}

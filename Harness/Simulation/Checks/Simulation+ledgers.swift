import GitModel
import Reconcile

/// What the server may remember of the remote, worked out from what happened.
extension Simulation {
    /// More possibilities than this are not told apart: the case goes on without predictions that
    /// tell much.
    private static let most = 400

    /// Takes what happened since the last call into account.
    func noteLedgers() {
        if step.isDisturbed {
            audit.ledgers = possible()
        } else if step.movedOrigin {
            var next: Set<Ledger> = []
            for ledger in audit.ledgers {
                if step.hadFault { next.insert(ledger) }
                var confirmed = ledger
                confirmed.accepted = originTip
                confirmed.isAbsenceAccepted = false
                next.insert(confirmed)
            }
            audit.ledgers = next
        }
        step.movedOrigin = false
    }

    /// After something interfered: whatever could have been remembered on the way.
    private func possible() -> Set<Ledger> {
        let tips = step.tipsSeen.union(originTip.map { [$0] } ?? [])
        var all = audit.ledgers
        for ledger in audit.ledgers {
            for tip in tips {
                var next = ledger
                next.accepted = tip
                next.isAbsenceAccepted = false
                all.insert(next)
            }
            var absent = ledger
            absent.isAbsenceAccepted = true
            all.insert(absent)
            absent.accepted = nil
            all.insert(absent)
        }
        guard step.adoption == .remoteRewritten else { return all }
        let old = audit.ledgers.compactMap(\.accepted)
        for ledger in all where all.count < Self.most {
            for tip in old {
                var next = ledger
                next.withdrawn.insert(tip)
                all.insert(next)
            }
        }
        return all
    }
}

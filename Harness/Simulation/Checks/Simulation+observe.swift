import GitModel
import Reconcile

/// The model's view of the world: worked out from the graph, not by the server's code.
extension Simulation {
    func observation(_ ledger: Ledger, lookFails: Bool) -> Observation {
        var seen = Observation()
        let (local, remote) = (localTip, originTip)
        seen.hasLocal = local != nil
        seen.hasAccepted = ledger.accepted != nil
        seen.isAbsenceAccepted = ledger.isAbsenceAccepted
        seen.localRecords = book.records(of: local)
        seen.remoteRecords = book.records(of: remote)
        if lookFails { return seen }
        guard let remote else {
            seen.look = origin.isEmpty ? .empty : .missing
            return seen
        }
        seen.look = .tip
        let theirs = book.ancestors(of: remote)
        if let accepted = ledger.accepted, !book.isAncestor(accepted, of: remote) {
            seen.isRewritten = true
        }
        guard let local else { return seen }
        let ours = book.ancestors(of: local)
        let onlyOurs = ours.subtracting(theirs)
        seen.isSame = local == remote
        seen.isRelated = !ours.intersection(theirs).isEmpty
        seen.ahead = onlyOurs.count
        seen.behind = theirs.subtracting(ours).count
        let letGo = book.reachable(from: ledger.withdrawn)
        seen.holdsWithdrawn = !onlyOurs.intersection(letGo).isEmpty
        let gone = letGo.union(ledger.accepted.map { book.ancestors(of: $0) })
        for number in onlyOurs.subtracting(gone).numbers {
            let commit = book.commit(number: number)
            let parent = book.content(of: commit)?.parents.first
            seen.own.append(
                Observation.Own(
                    commit: commit, message: book.message(of: commit),
                    before: book.records(of: parent), after: book.records(of: commit)))
        }
        return seen
    }
}

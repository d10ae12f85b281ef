import GitAccess
package import Reconcile

extension Integrator {
    /// The result, or, where it was refused because objects were lost here, what became of a
    /// second try after the remote gave them back. Waits for the network.
    package func recovering(
        _ result: ReloadResult, of sighting: RemoteSighting, _ policy: ReconcilePolicy,
        by recovery: ObjectRecovery?
    ) async -> ReloadResult {
        guard let recovery, case .refused(let refusal) = result, let words = refusal.suspicion
        else { return result }
        let begun = clock.now
        var end: ReloadResult
        switch await recovery.recover(from: words, remote: sighting.commit) {
        case .notLost: return result
        case .lost(let why):
            // What git calls the remote's fault may be just that.
            guard refusal.isOfThisMachine else { return result }
            end = .refused(refusal.damaged(why))
        case .healed:
            let before = try? await AcceptedBefore(observer.acceptedTip())
            end = await integrate(recovery.look(), policy, since: before)
            if case .refused(let second) = end, let words = second.suspicion,
                second.isOfThisMachine,
                let why = await recovery.absent(by: words)
            {
                end = .refused(second.damaged(why))
            }
        }
        end.duration = refusal.duration + (clock.now - begun)
        return end
    }
}

extension ReloadRefusal {
    /// The words of a failure that lost objects may be behind; nil where they cannot be. git calls
    /// it the remote's fault when a base for what was sent is missing here.
    package var suspicion: String? {
        switch reason {
        case .localDamaged(let words), .reconcile(.localDamaged(let words)): words
        case .fetchFailed(let failure), .reconcile(.fetchFailed(let failure)): failure.wordsOfLoss
        default: nil
        }
    }

    fileprivate var isOfThisMachine: Bool {
        switch reason {
        case .localDamaged, .reconcile(.localDamaged): true
        default: false
        }
    }

    /// The same refusal, and what is lost.
    fileprivate func damaged(_ why: String) -> ReloadRefusal {
        let words = suspicion.map { "\($0); \(why)" } ?? why
        return ReloadRefusal(
            .localDamaged(words), oldCommit: oldCommit, remoteCommit: remoteCommit)
    }
}

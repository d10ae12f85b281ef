import GitAccess
import Reconcile

/// Starting and stopping.
extension Simulation {
    /// A start: the reconcile of the boot, then the local branch where the remote's state is
    /// refused.
    func boot() async -> ReloadEnd {
        isAlive = true
        memory = ServerMemory(seed: UInt64(step.index))
        audit.generationSeen = 0
        audit.lastPush = nil
        log.add("boot", "")
        let end = await reload(.reconcile)
        if case .refused(let refusal) = end {
            marks.insert(.outcome(refusal.code))
            guard localTip != nil else { return end }
            memory.isReloading = true
            _ = await integrate(.notConfigured, .refuse, since: nil)
            memory.isReloading = false
        }
        return isAlive ? end : .died
    }

    /// A stop in good order: what is due may still be tried, which changes nothing here.
    func stop() {
        isAlive = false
        log.add("stop", "")
    }
}

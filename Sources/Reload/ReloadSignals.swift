package import Alerts
import GitAccess
package import GitModel
import JSONModel
package import Meters
import Reconcile

/// Where reloads and reconciles say what an operator is needed for, and are counted.
package struct ReloadSignals: Sendable {
    let branch: BranchName
    let alerts: AlertDesk
    let meters: ReloadMeters

    package init(branch: BranchName, alerts: AlertDesk, meters: MeterRegistry) {
        self.branch = branch
        self.alerts = alerts
        self.meters = ReloadMeters(meters)
    }

    /// Says what `result` shows to be the matter, and what it shows to be over.
    func raise(_ result: ReloadResult) {
        switch result {
        case .done:
            alerts.update(.reload, to: [])
            // A write that met a divergence has no other way to hear that it is over.
            alerts.withdraw(.halt(of: branch.text, "non-fast-forward"), from: .write)
        case .refused(let refusal): raise(refusal)
        }
    }

    /// What could not be replayed waits on `kept` until somebody sees to it.
    func tellEscape(_ report: ReloadReport, on kept: ConflictBranch) {
        alerts.tell(
            Alert(
                .conflictEscaped, subject: kept.branch.text,
                message: "local commits could not be replayed and wait on \(kept.branch)",
                hint: "merge or cherry-pick what is wanted of \(kept.branch), then delete it",
                fields: [
                    .init("conflictBranch", .string(kept.branch.text)),
                    .init("oldCommit", .optional(report.oldCommit?.hex)),
                    .init("newCommit", .optional(report.newCommit?.hex)),
                    .init(
                        "records",
                        .array(
                            report.conflicts.prefix(Alerts.Limits.listEntries).map {
                                .string("\($0.path): \($0.reason)")
                            })),
                ]))
    }

    private func raise(_ refusal: ReloadRefusal) {
        switch refusal.reason {
        case .fetchFailed(let failure), .reconcile(.fetchFailed(let failure)):
            // The remote was not seen: what was known of it stays so.
            guard failure.reason == .authentication else { return }
            alerts.update(.reload, to: [authentication(failure.message)], keeping: true)
        case .localDamaged(let message), .reconcile(.localDamaged(let message)):
            alerts.update(.reload, to: [damage(message)], keeping: true)
        case .storageFull(let message):
            alerts.update(.reload, to: [noRoom(message)], keeping: true)
        case .rebuildFailed(let commit, let problems, let count):
            alerts.update(.reload, to: [unservable(commit, problems, count)])
        case .reconcile(let refusal):
            alerts.update(.reload, to: history(refusal).map { [$0] } ?? [])
        case .branchMismatch, .commitMismatch, .tooManyWaiting, .shuttingDown: break
        }
    }
}

import Alerts
import GitModel
import JSONModel

extension PushJournal {
    /// The words for one concern.
    func alert(for concern: PushConcern) -> Alert {
        switch concern {
        case .lane(let lane, let reason, _):
            alert(
                .pushHalted, subject: Alert.halt(of: name(of: lane), reason.rawValue), lane,
                reason.rawValue,
                message: Self.message(reason), hint: Self.hint(reason), error: error(for: reason))
        case .held(let lane):
            alert(
                .pushHalted, subject: Alert.halt(of: name(of: lane), "withdrawn"), lane,
                "withdrawn",
                message: "a branch is not pushed: it contains what the remote withdrew",
                hint: Self.heldHint, error: nil)
        case .line(.authentication):
            alert(
                .authenticationFailed, subject: "", .branch, PushReason.authentication.rawValue,
                message: "the remote refuses the credentials, or has moved",
                hint: Self.hint(.authentication), error: error(for: .authentication))
        case .line(let reason):
            alert(
                .localDamaged, subject: "", .branch, reason.rawValue,
                message: "this machine's repository keeps commits from being pushed",
                hint: Self.hint(reason), error: error(for: reason))
        }
    }

    /// The words for a conflict branch that was there when the daemon started.
    func alert(forLeftOver branch: BranchName) -> Alert {
        Alert(
            .conflictEscaped, subject: branch.text,
            message: "local commits wait on \(branch), which the remote does not have yet",
            hint: "merge or cherry-pick what is wanted of \(branch), then delete it",
            fields: [JSON.Member("conflictBranch", .string(branch.text))])
    }

    private func alert(
        _ event: AlertEvent, subject: String, _ lane: PushLane, _ reason: String,
        message: String, hint: String, error: String?
    ) -> Alert {
        Alert(
            event, subject: subject, message: message, hint: hint, branch: name(of: lane),
            fields: [
                JSON.Member("reason", .string(reason)),
                JSON.Member("pendingCommits", .count(status.pendingCommits)),
            ] + (error.map { [JSON.Member("err", .string($0))] } ?? []))
    }

    /// The words of the newest failure, when it is about `reason`.
    private func error(for reason: PushReason) -> String? {
        status.lastError.flatMap { $0.reason == reason ? $0.message : nil }
    }

    private static func message(_ reason: PushReason) -> String {
        switch reason {
        case .nonFastForward: "push halted: the remote has commits that are not here"
        case .remoteBranchMissing: "push halted: the branch is gone from the remote"
        case .remoteRejected: "push halted: the remote declined it"
        default: "push halted"
        }
    }
}

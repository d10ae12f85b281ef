import Alerts
import GitModel
import JSONModel
import Reconcile
import Sheets

extension ReloadSignals {
    /// The words for two histories that do not fit; nil for what is no matter of histories.
    func history(_ refusal: ReconcileRefusal) -> Alert? {
        switch refusal {
        case .nonFastForward(let remote, let ahead, let behind):
            return Alert(
                .pushHalted, subject: Alert.halt(of: branch.text, "non-fast-forward"),
                message: "push halted: the remote has commits that are not here",
                hint: "POST /api/_internal/reconcile, or run livetree reconcile",
                fields: [
                    .init("reason", "non-fast-forward"),
                    .init("remoteCommit", .string(remote.hex)),
                    .init("ahead", .count(ahead)), .init("behind", .count(behind)),
                ])
        case .remoteBranchMissing:
            return Alert(
                .pushHalted, subject: Alert.halt(of: branch.text, "remote-branch-missing"),
                message: "push halted: the branch is gone from the remote",
                hint: "restore the branch on the remote, or adopt: remote-branch-missing makes it "
                    + "anew",
                fields: [.init("reason", "remote-branch-missing")])
        case .remoteRewritten(let lastSeen, let remote):
            return Alert(
                .remoteRewritten, subject: lastSeen.hex,
                message: "remote history was rewritten",
                hint: "push the missing commits to the remote, or run livetree reconcile --adopt "
                    + "remote-rewritten",
                fields: [
                    .init("lastSeen", .string(lastSeen.hex)),
                    .init("remoteCommit", .string(remote.hex)),
                ])
        case .unrelatedHistories(let remote):
            return Alert(
                .unrelatedHistories,
                message: "the remote shares no commit with this repository",
                hint: "check CFP_DATA_REMOTE; if it is right, run livetree reconcile --adopt "
                    + "unrelated-histories",
                fields: [.init("remoteCommit", .string(remote.hex))])
        case .fetchFailed, .localDamaged:
            return nil
        }
    }

    /// The words for a commit whose records cannot be served.
    func unservable(_ commit: CommitID?, _ problems: [SheetProblem], _ count: Int) -> Alert {
        let list = problems.prefix(Alerts.Limits.listEntries).map { problem in
            JSON.object([
                "path": .string(problem.path), "line": problem.line.map { .count($0) } ?? .null,
                "reason": .string(problem.reason),
            ])
        }
        return Alert(
            .rebuildFailed, subject: commit?.hex ?? "", message: "new tree cannot be served",
            hint: "correct the records named on the remote; livetree verify finds them",
            fields: [
                .init("commit", .optional(commit?.hex)), .init("problemCount", .count(count)),
                .init("problems", .array(Array(list))),
            ])
    }

    func authentication(_ message: String) -> Alert {
        Alert(
            .authenticationFailed, message: "the remote refuses the credentials, or has moved",
            hint: "renew credentials or address in CFP_DATA_REMOTE; it is tried again slowly",
            fields: [.init("reason", "authentication"), .init("err", .string(message))])
    }

    func damage(_ message: String) -> Alert {
        Alert(
            .localDamaged, message: "the repository here cannot be read or written",
            hint: "see the locks, owner and health of CFP_DATA_REPO_PATH with git fsck",
            fields: [.init("err", .string(message))])
    }

    func noRoom(_ message: String) -> Alert {
        Alert(
            .storageFull, message: "no room is left for CFP_DATA_REPO_PATH",
            hint: "make room; the next try goes on by itself",
            fields: [.init("err", .string(message))])
    }
}

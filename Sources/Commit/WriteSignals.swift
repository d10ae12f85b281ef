package import Alerts
import JSONModel
package import Meters
import Metrics
import Sheets

/// Where writes are counted, and say what an operator is needed for.
package struct WriteSignals: Sendable {
    private let branch: String
    private let alerts: AlertDesk
    private let writes: MeterSet<Counter>
    private let durations: Timer

    /// `branch` is the served one.
    package init(branch: String, alerts: AlertDesk, meters: MeterRegistry) {
        self.branch = branch
        self.alerts = alerts
        writes = meters.counters(
            "livetree_writes_total", help: "Writes, by what became of them.", label: "outcome",
            values: WriteResult.words)
        durations = meters.timer(
            "livetree_write_seconds",
            help: "From a write's request to its answer, of those that made a commit.")
    }

    /// Counts one write that took `duration` from its request to its answer.
    func record(_ result: WriteResult, took duration: Duration) {
        writes[result.word].increment()
        switch result {
        case .done(let report):
            guard report.swapped else { return }
            durations.record(duration: duration)
            alerts.update(.write, to: [])
        case .refused(let refusal):
            guard let alert = alert(for: refusal.reason) else { return }
            alerts.update(.write, to: [alert], keeping: true)
        }
    }

    /// Nil where it is the sender's business, or heals by itself.
    private func alert(for reason: WriteRefusal.Reason) -> Alert? {
        switch reason {
        case .storageFull(let message):
            Alert(
                .storageFull, message: "no room is left for CFP_DATA_REPO_PATH",
                hint: "make room; the next try goes on by itself",
                fields: [.init("err", .string(message))])
        case .readOnly(let message), .localDamaged(let message):
            Alert(
                .localDamaged, message: "the repository here cannot be read or written",
                hint: "see the locks, owner and health of CFP_DATA_REPO_PATH with git fsck",
                fields: [.init("err", .string(message))])
        case .nonFastForward(let message):
            Alert(
                .pushHalted, subject: Alert.halt(of: branch, "non-fast-forward"),
                message: "push halted: the remote has commits that are not here",
                hint: "POST /api/_internal/reconcile, or run livetree reconcile",
                fields: [.init("reason", "non-fast-forward"), .init("err", .string(message))])
        case .branchUnservable(let problems):
            Alert(
                .rebuildFailed, subject: "local",
                message: "somebody left the branch here in a state that cannot be served",
                hint: "correct the records named; livetree verify finds them",
                fields: [
                    .init("problemCount", .count(problems.count)),
                    .init(
                        "problems",
                        .array(problems.prefix(Alerts.Limits.listEntries).map(Self.json))),
                ])
        case .remoteBranchMissing(let message):
            Alert(
                .pushHalted, subject: Alert.halt(of: branch, "remote-branch-missing"),
                message: "push halted: the branch is gone from the remote",
                hint: "restore the branch on the remote, or adopt: remote-branch-missing makes it "
                    + "anew",
                fields: [.init("reason", "remote-branch-missing"), .init("err", .string(message))])
        default: nil
        }
    }

    private static func json(_ problem: SheetProblem) -> JSON {
        .object([
            "path": .string(problem.path), "line": problem.line.map { .count($0) } ?? .null,
            "reason": .string(problem.reason),
        ])
    }
}

extension WriteResult {
    /// Every value of `word`.
    fileprivate static let words = [
        "written", "unchanged", "not-found", "unprocessable", "exists", "precondition-failed",
        "not-ready", "too-many-waiting", "shutting-down", "storage-full", "read-only",
        "local-damaged", "branch-unservable", "non-fast-forward", "push-failed",
        "outcome-unknown",
    ]

    /// How it ended, in one word.
    fileprivate var word: String {
        switch self {
        case .done(let report): report.swapped ? "written" : "unchanged"
        case .refused(let refusal):
            switch refusal.reason {
            case .noSheet, .noRecord, .noAttachment: "not-found"
            case .unprocessable: "unprocessable"
            case .exists: "exists"
            case .preconditionFailed: "precondition-failed"
            case .notReady: "not-ready"
            case .tooManyWaiting: "too-many-waiting"
            case .shuttingDown: "shutting-down"
            case .storageFull: "storage-full"
            case .readOnly: "read-only"
            case .localDamaged: "local-damaged"
            case .branchUnservable: "branch-unservable"
            case .nonFastForward: "non-fast-forward"
            case .pushFailed, .remoteBranchMissing: "push-failed"
            case .outcomeUnknown: "outcome-unknown"
            }
        }
    }
}

import Alerts
import Foundation
import GitModel
import Logging
import Meters
import Metrics
import Synchronization

/// Where every push leaves its word: the log, with the words of CONTRACT §7, and status.
final class PushJournal: Sendable {
    private let branch: BranchName
    private let logger: Logger
    private let signals: PushSignals
    private let state = Mutex(PushStatus())

    init(branch: BranchName, logger: Logger, signals: PushSignals) {
        self.branch = branch
        self.logger = logger
        self.signals = signals
    }

    /// The newest status.
    var status: PushStatus { state.withLock { $0 } }

    func setRunning(_ isRunning: Bool) {
        state.withLock { $0.running = isRunning }
        guard !isRunning else { return }
        logger.info(
            "push daemon stopped",
            metadata: [
                "event": "push-stopped",
                "pendingCommits": .stringConvertible(status.pendingCommits),
            ])
    }

    func setPending(_ count: Int) { state.withLock { $0.pendingCommits = count } }

    func publish(_ summary: PushSummary) {
        state.withLock {
            $0.state = summary.state
            $0.reason = summary.reason
            $0.currentBackoff = summary.backoff
            $0.currentAttempt = summary.attempt
        }
    }

    /// Says what an operator is needed for now.
    func raise(_ concerns: [PushConcern]) {
        signals.alerts.update(.push, to: signals.alerts(for: concerns, self))
    }

    /// Conflict branches that an earlier run left unpushed: it may have ended before it told.
    func tellLeftOver(_ lanes: [PushLane]) {
        for case .conflict(let branch) in lanes {
            signals.alerts.tell(alert(forLeftOver: branch))
        }
    }

    /// The remote has `commit` of the lane's branch.
    func recordPushed(_ lane: PushLane, _ commit: CommitID, took duration: Duration) {
        state.withLock { $0.lastPushAt = Date() }
        signals.meters.attempts["pushed"].increment()
        signals.meters.durations.record(duration: duration)
        logger.info(
            "pushed",
            metadata: [
                "event": "pushed", "commit": "\(commit)", "branch": "\(name(of: lane))",
                "durationMs": .stringConvertible(duration.milliseconds),
            ])
    }

    func record(_ news: [PushNews]) {
        for item in news {
            switch item {
            case .failed(let lane, let reason, let attempt, let message):
                recordFailure(lane, reason, attempt: attempt, message: message)
            case .retry(let attempt, let delay, let reason):
                logger.info(
                    "push retry",
                    metadata: [
                        "event": "push-retry", "attempt": .stringConvertible(attempt),
                        "nextDelayMs": .stringConvertible(delay.milliseconds),
                        "reason": "\(reason.rawValue)",
                    ])
            case .attention(let lane, let reason):
                // A refusal as non-fast-forward is an error line with its hint already.
                guard reason != .nonFastForward else { continue }
                attention(lane, reason.rawValue, hint: Self.hint(reason))
            case .held(let lane):
                attention(lane, "withdrawn", hint: Self.heldHint)
            case .refused(let reason):
                state.withLock {
                    $0.lastError = PushStatus.Failure(
                        message: "halted: what the remote has was refused", at: Date(),
                        attempt: 0, reason: reason)
                }
                attention(.branch, reason.rawValue, hint: Self.refusedHint)
            }
        }
    }

    private func recordFailure(
        _ lane: PushLane, _ reason: PushReason, attempt: Int, message: String
    ) {
        signals.meters.attempts[reason.rawValue].increment()
        state.withLock {
            $0.lastError = PushStatus.Failure(
                message: message, at: Date(), attempt: attempt, reason: reason)
        }
        var metadata: Logger.Metadata = [
            "event": "push-failed", "err": "\(message)", "attempt": .stringConvertible(attempt),
            "reason": "\(reason.rawValue)", "branch": "\(name(of: lane))",
        ]
        guard reason == .nonFastForward else {
            logger.warning("push failed", metadata: metadata)
            return
        }
        metadata["event"] = "push-non-fast-forward"
        metadata["pendingCommits"] = .stringConvertible(status.pendingCommits)
        metadata["hint"] = "\(Self.hint(reason))"
        logger.error("push rejected non-fast-forward", metadata: metadata)
    }

    private func attention(_ lane: PushLane, _ reason: String, hint: String) {
        logger.error(
            "push needs attention",
            metadata: [
                "event": "push-attention", "branch": "\(name(of: lane))", "reason": "\(reason)",
                "hint": "\(hint)",
                "pendingCommits": .stringConvertible(status.pendingCommits),
            ])
    }

    func name(of lane: PushLane) -> String {
        switch lane {
        case .branch: branch.text
        case .conflict(let name): name.text
        }
    }

    static func hint(_ reason: PushReason) -> String {
        switch reason {
        case .nonFastForward: "POST /api/_internal/reconcile, or run livetree reconcile"
        case .remoteBranchMissing:
            "restore the branch on the remote, or adopt: remote-branch-missing makes it anew"
        case .remoteRejected:
            "the remote declined it: see its rules, hooks and quota; it is tried again slowly"
        case .authentication:
            "renew credentials or address in CFP_DATA_REMOTE; it is tried again slowly"
        case .unreachable, .timeout: "see that CFP_DATA_REMOTE can be reached from here"
        case .unknown: "see the free space, owner and health of CFP_DATA_REPO_PATH"
        }
    }

    private static let refusedHint =
        "lastReload and lastReconcile of the status endpoint say what was refused: see to that"

    static let heldHint =
        "it contains commits that the remote withdrew and is not pushed: carry over by hand what "
        + "is still wanted"
}

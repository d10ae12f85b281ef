import GitAccess
import GitModel
package import Logging
import Reconcile
import Sheets
import Synchronization

package import struct Foundation.Date

/// Where every reload leaves its word: the log, and the last result for status.
package final class ReloadJournal: Sendable {
    /// A result with the wall-clock time it was there.
    package struct Entry: Sendable {
        package let result: ReloadResult
        package let at: Date
    }

    private struct Entries {
        var reload: Entry?
        var reconcile: Entry?
    }

    let logger: Logger
    let signals: ReloadSignals
    private let entries = Mutex(Entries())

    package init(logger: Logger, signals: ReloadSignals) {
        self.logger = logger
        self.signals = signals
    }

    /// The newest reload, failures included; nil before the first.
    package var lastReload: Entry? { entries.withLock { $0.reload } }

    /// The newest reconcile, at boot or asked for; nil before the first.
    package var lastReconcile: Entry? { entries.withLock { $0.reconcile } }

    /// The newer of the two: whether what is served is known to be right.
    package var newest: Entry? {
        entries.withLock { [$0.reload, $0.reconcile].compactMap { $0 }.max { $0.at < $1.at } }
    }

    /// Logs a reload with the words of CONTRACT §7 and remembers it. One that the timer asked for
    /// and that found nothing new is told at the level debug: a quiet night is a quiet log.
    package func recordReload(_ result: ReloadResult, isScheduled: Bool = false) {
        entries.withLock { $0.reload = Entry(result: result, at: Date()) }
        log(result, event: "reload", message: "reload finished", isRoutine: isScheduled)
        signals.meters.countReload(result)
        signals.raise(result)
    }

    /// Logs a reconcile with the words of CONTRACT §7 and remembers it.
    package func recordReconcile(_ result: ReloadResult) {
        entries.withLock { $0.reconcile = Entry(result: result, at: Date()) }
        log(result, event: "reconciled", message: "data-repo reconciled")
        signals.meters.countReconcile(result)
        signals.raise(result)
    }

    private func log(
        _ result: ReloadResult, event: String, message: Logger.Message, isRoutine: Bool = false
    ) {
        switch result {
        case .done(let report):
            var metadata = fields(of: report)
            metadata["event"] = "\(event)"
            let isNews = report.outcome != .inSync || report.swapped || !isRoutine
            logger.log(level: isNews ? .info : .debug, message, metadata: metadata)
            if event == "reconciled" { logEscape(report) }
        case .refused(let refusal):
            var metadata = fields(of: refusal)
            metadata["event"] = "\(event)"
            logger.log(level: level(of: refusal, in: event), message, metadata: metadata)
            logDetails(of: refusal)
        }
    }

    /// What could not be replayed waits on a branch for a human.
    private func logEscape(_ report: ReloadReport) {
        guard let kept = report.conflictBranch else { return }
        defer { signals.tellEscape(report, on: kept) }
        logger.error(
            "conflict escape hatch",
            metadata: [
                "event": "conflict-escaped", "conflictBranch": "\(kept.branch)",
                "oldCommit": "\(report.oldCommit?.hex ?? "")",
                "newCommit": "\(report.newCommit?.hex ?? "")",
                "records": .array(
                    report.conflicts.prefix(20).map { "\($0.path): \($0.reason)" }),
            ])
    }

    private func fields(of report: ReloadReport) -> Logger.Metadata {
        [
            "outcome": "\(report.outcome.rawValue)",
            "swapped": .stringConvertible(report.swapped),
            "oldCommit": "\(report.oldCommit?.hex ?? "")",
            "newCommit": "\(report.newCommit?.hex ?? "")",
            "ahead": .stringConvertible(report.ahead), "behind": .stringConvertible(report.behind),
            "durationMs": .stringConvertible(report.duration.milliseconds),
        ]
    }

    private func fields(of refusal: ReloadRefusal) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "outcome": "\(refusal.code)", "swapped": .stringConvertible(false),
            "oldCommit": "\(refusal.oldCommit?.hex ?? "")",
            "newCommit": "\(refusal.oldCommit?.hex ?? "")",
            "durationMs": .stringConvertible(refusal.duration.milliseconds),
        ]
        switch refusal.reason {
        case .fetchFailed(let failure):
            metadata["reason"] = "\(failure.reason.rawValue)"
            metadata["err"] = "\(failure.message)"
        case .localDamaged(let message), .storageFull(let message):
            metadata["err"] = "\(message)"
        default: break
        }
        return metadata
    }

    /// A reconcile's line keeps its level where a line of its own tells a human; damage of this
    /// machine has no other.
    private func level(of refusal: ReloadRefusal, in event: String) -> Logger.Level {
        switch refusal.reason {
        case .localDamaged, .storageFull: .error
        default: event == "reload" ? .error : .info
        }
    }

    private func logDetails(of refusal: ReloadRefusal) {
        switch refusal.reason {
        case .rebuildFailed(let commit, let problems, let count):
            logger.error(
                "new tree cannot be served",
                metadata: [
                    "event": "rebuild-failed", "commit": "\(commit?.hex ?? "")",
                    "problemCount": .stringConvertible(count),
                    "problems": .array(
                        problems.prefix(20).map {
                            "\($0.path)\($0.line.map { ":\($0)" } ?? ""): \($0.reason)"
                        }),
                ])
        case .reconcile(.remoteRewritten(let lastSeen, let remote)):
            logger.error(
                "remote history was rewritten",
                metadata: [
                    "event": "remote-rewritten", "lastSeen": "\(lastSeen.hex)",
                    "remoteCommit": "\(remote.hex)",
                ])
        default: break
        }
    }
}

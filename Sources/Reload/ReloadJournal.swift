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

    /// One of the latest results, and what it is of.
    package struct Recent: Sendable {
        package enum Kind: String, Sendable {
            case reload
            case reconcile
        }

        package let kind: Kind
        package let entry: Entry
    }

    private struct Entries {
        var reload: Entry?
        var reconcile: Entry?
        var recent: [Recent] = []

        mutating func remember(_ kind: Recent.Kind, _ entry: Entry) {
            recent.append(Recent(kind: kind, entry: entry))
            if recent.count > Limits.rememberedRuns { recent.removeFirst() }
        }
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

    /// The latest reloads and reconciles, the newest first; of those that the timer asked for only
    /// the ones that brought news.
    package var recent: [Recent] { entries.withLock { $0.recent.reversed() } }

    /// The newer of the two: whether what is served is known to be right.
    package var newest: Entry? {
        entries.withLock { [$0.reload, $0.reconcile].compactMap { $0 }.max { $0.at < $1.at } }
    }

    /// Logs a reload with the words of CONTRACT §7 and remembers it. One that the timer asked for
    /// and that found nothing new is told at the level debug: a quiet night is a quiet log.
    /// `requests` is what those who asked for it are called.
    package func recordReload(
        _ result: ReloadResult, isScheduled: Bool = false, requests: [String] = []
    ) {
        entries.withLock { entries in
            let entry = Entry(result: result, at: Date())
            entries.reload = entry
            if !isScheduled || result.isNews { entries.remember(.reload, entry) }
        }
        log(
            result, event: "reload", message: "reload finished", isRoutine: isScheduled,
            requests: requests)
        signals.meters.countReload(result)
        signals.raise(result)
    }

    /// Logs a reconcile with the words of CONTRACT §7 and remembers it.
    package func recordReconcile(_ result: ReloadResult, requests: [String] = []) {
        entries.withLock { entries in
            let entry = Entry(result: result, at: Date())
            entries.reconcile = entry
            entries.remember(.reconcile, entry)
        }
        log(result, event: "reconciled", message: "data-repo reconciled", requests: requests)
        signals.meters.countReconcile(result)
        signals.raise(result)
    }

    private func log(
        _ result: ReloadResult, event: String, message: Logger.Message, isRoutine: Bool = false,
        requests: [String]
    ) {
        var named: Logger.Metadata = ["event": "\(event)"]
        if !requests.isEmpty {
            named["requestIds"] = .array(requests.prefix(Limits.loggedRequests).map { "\($0)" })
        }
        switch result {
        case .done(let report):
            let metadata = fields(of: report).merging(named) { _, new in new }
            let isTold = result.isNews || !isRoutine
            logger.log(level: isTold ? .info : .debug, message, metadata: metadata)
            if event == "reconciled" { logEscape(report) }
        case .refused(let refusal):
            let metadata = fields(of: refusal).merging(named) { _, new in new }
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

extension ReloadResult {
    /// Whether it found or did anything.
    fileprivate var isNews: Bool {
        guard case .done(let report) = self else { return true }
        return report.outcome != .inSync || report.swapped
    }
}

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

    private let logger: Logger
    private let lastEntry = Mutex<Entry?>(nil)

    package init(logger: Logger) { self.logger = logger }

    /// The newest result, failures included; nil before the first.
    package var last: Entry? { lastEntry.withLock { $0 } }

    /// Logs the result with the words of CONTRACT §7 and remembers it.
    package func record(_ result: ReloadResult) {
        lastEntry.withLock { $0 = Entry(result: result, at: Date()) }
        log(result)
    }

    /// The line at boot: which state machine outcome the first look at the remote had.
    package func recordBoot(_ result: ReloadResult) {
        lastEntry.withLock { $0 = Entry(result: result, at: Date()) }
        switch result {
        case .done(let report):
            var metadata = fields(of: report)
            metadata["event"] = "reconciled"
            metadata["ahead"] = .stringConvertible(report.ahead)
            metadata["behind"] = .stringConvertible(report.behind)
            logger.info("data-repo reconciled", metadata: metadata)
        case .refused(let refusal):
            var metadata = fields(of: refusal)
            metadata["event"] = "reconciled"
            logger.error("data-repo reconciled", metadata: metadata)
            logDetails(of: refusal)
        }
    }

    private func log(_ result: ReloadResult) {
        switch result {
        case .done(let report):
            var metadata = fields(of: report)
            metadata["event"] = "reload"
            logger.info("reload finished", metadata: metadata)
        case .refused(let refusal):
            var metadata = fields(of: refusal)
            metadata["event"] = "reload"
            logger.error("reload finished", metadata: metadata)
            logDetails(of: refusal)
        }
    }

    private func fields(of report: ReloadReport) -> Logger.Metadata {
        [
            "outcome": "\(report.outcome.rawValue)",
            "swapped": .stringConvertible(report.swapped),
            "oldCommit": "\(report.oldCommit?.hex ?? "")",
            "newCommit": "\(report.newCommit?.hex ?? "")",
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
        if case .fetchFailed(let failure) = refusal.reason {
            metadata["reason"] = "\(failure.reason.rawValue)"
            metadata["err"] = "\(failure.message)"
        }
        return metadata
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

extension Duration {
    /// This duration as a fractional number of milliseconds.
    package var milliseconds: Double {
        Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
    }
}

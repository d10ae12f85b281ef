package import Foundation
package import Logging
import Processes

/// Clears what dead processes left in a bare repository, before this one uses it.
///
/// Only files whose names are on two short lists are ever removed: locks, and the temporary files
/// of transfers. Nothing that a living process may still need goes, and no symbolic link is
/// followed out of the folder. What cannot be removed stays, and is said.
package struct RepositoryCare: Sendable {
    let path: String
    let logger: Logger

    /// `path` is the bare folder; one that is missing has nothing to clear.
    package init(path: String, logger: Logger) {
        self.path = path
        self.logger = logger
    }

    /// Removes stale locks and leftovers of killed transfers; to be called at boot, before this
    /// process uses the repository.
    ///
    /// A lock is alive when a process has it open, when a process works in the repository, or when
    /// it is not older than `startedAt`, the start of this process. Every lock is logged.
    package func sweep(startedAt: Date) async -> CareReport {
        let report = await Blocking.run { [self] in
            guard let root = RepositoryEntries(path) else { return CareReport() }
            let users = RepositoryUsers.look(at: root.path)
            var report = StaleLocks(root: root, startedAt: startedAt, users: users).sweep(logger)
            Leftovers(root: root, olderThan: startedAt, users: users).sweep(into: &report)
            report.unused = root.unusedStates()
            return report
        }
        log(report)
        if !report.unused.isEmpty {
            logger.info(
                "traces of work by hand: the server needs none of these",
                metadata: [
                    "event": "unused-states", "path": "\(path)",
                    "names": "\(report.unused.joined(separator: " "))",
                ])
        }
        return report
    }

    /// Removes what transfers that were killed before `start` left; to be called after a failed
    /// fetch with the time it began, also while the repository is in use.
    package func sweepLeftovers(before start: Date) async -> CareReport {
        let report = await Blocking.run { [path] in
            var report = CareReport()
            guard let root = RepositoryEntries(path) else { return report }
            let leftovers = Leftovers(root: root, olderThan: start, users: nil)
            leftovers.sweep(into: &report)
            return report
        }
        log(report)
        return report
    }

    private func log(_ report: CareReport) {
        guard report.leftovers > 0 else { return }
        logger.info(
            "leftovers of killed transfers removed",
            metadata: [
                "event": "leftovers-removed", "path": "\(path)",
                "count": "\(report.leftovers)", "bytes": "\(report.leftoverBytes)",
            ])
    }
}

import Foundation
import Glibc
import Logging

/// The lock files of a repository, told apart by whether their process lives. All methods block.
struct StaleLocks {
    let root: RepositoryEntries
    let startedAt: Date
    let users: RepositoryUsers

    /// Removes the dead ones; each lock is one line of the log.
    func sweep(_ logger: Logger) -> CareReport {
        var report = CareReport()
        let now = Date()
        for path in paths() {
            guard let file = root.status(path), file.st_mode & S_IFMT == S_IFREG else { continue }
            let age = max(0, Int(now.timeIntervalSince1970 - file.modifiedSeconds))
            if let reason = life(of: path, file, now) ?? remove(path, file) {
                report.keptLocks.append(KeptLock(path: path, reason: reason))
                logger.warning(
                    "a lock file stays",
                    metadata: reason.metadata.merging(
                        [
                            "event": "lock-kept", "path": "\(root.full(path))",
                            "ageSeconds": "\(age)",
                        ]
                    ) { $1 })
            } else {
                report.removedLocks.append(path)
                logger.warning(
                    "the lock file of a dead process was removed",
                    metadata: [
                        "event": "stale-lock-removed", "path": "\(root.full(path))",
                        "ageSeconds": "\(age)",
                    ])
            }
        }
        return report
    }

    /// The names that locks have, and no others.
    private func paths() -> [String] {
        let fixed = [
            "HEAD.lock", "packed-refs.lock", "config.lock", "shallow.lock", "index.lock", "gc.pid",
            "gc.pid.lock",
        ]
        let folders = ["objects/info", "objects/pack"].flatMap { folder in
            root.names(in: folder).map { "\(folder)/\($0)" }
        }
        return fixed + (root.paths(below: "refs") + folders).filter { $0.hasSuffix(".lock") }
    }

    /// Why a lock counts as alive; nil: its process is dead.
    private func life(of path: String, _ file: stat, _ now: Date) -> KeptLock.Reason? {
        if let holder = users.holder(of: file) ?? users.worker { return .held(by: holder) }
        if file.modifiedSeconds >= startedAt.timeIntervalSince1970 { return .younger }
        let age = now.timeIntervalSince1970 - file.modifiedSeconds
        guard age < Limits.blindAgeSeconds else { return nil }
        return users.mayHide(holderOf: file) ? .unknown : nil
    }

    private func remove(_ path: String, _ file: stat) -> KeptLock.Reason? {
        // A process that ended since may have removed it, and another made a new one.
        guard let current = root.status(path) else { return nil }
        guard current.isSame(as: file) else { return .younger }
        guard unlink(root.full(path)) != 0, errno != ENOENT else { return nil }
        return .undeletable(String(cString: strerror(errno)))
    }
}

extension KeptLock.Reason {
    fileprivate var metadata: Logger.Metadata {
        switch self {
        case .held(let process):
            ["reason": "in use by a living process", "pid": "\(process)"]
        case .younger: ["reason": "made after this server started"]
        case .unknown:
            [
                "reason": "its process cannot be looked for",
                "hint": "remove it by hand if no git runs in this repository",
            ]
        case .undeletable(let error):
            ["reason": "its process is dead, but it cannot be removed", "err": "\(error)"]
        }
    }
}

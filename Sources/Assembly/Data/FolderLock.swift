import Foundation
import Glibc

/// One server per folder: an advisory lock on the folder itself, held for life.
///
/// The kernel frees it when the process ends, however it ends, so it is never stale.
final class FolderLock: Sendable {
    private let descriptor: Int32

    /// Creates a missing folder, its parents too. Throws 75 when another process holds it, 74 when it cannot be
    /// used at all.
    init(path: String) throws(StopReason) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        } catch {
            throw StopReason(
                .inputOutput,
                "CFP_DATA_REPO_PATH: cannot create \(path) (\(error.localizedDescription)): "
                    + "make the folder for the user who runs livetree, or name another")
        }
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw StopReason(
                .inputOutput,
                "CFP_DATA_REPO_PATH: cannot open \(path) (\(Self.why)): give it to the user who runs "
                    + "livetree, or name another")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            throw StopReason(
                code == EWOULDBLOCK ? .tryAgainLater : .inputOutput,
                "\(path) is in use by another livetree: stop it first, or give this one its own folder"
            )
        }
    }

    /// The same, after waiting a moment for a holder to end: what a killed server had just started
    /// keeps its lock until it has become another program.
    static func afterAMoment(path: String) async throws -> FolderLock {
        let end = ContinuousClock.now + Limits.folderLockWait
        while true {
            do throws(StopReason) {
                return try FolderLock(path: path)
            } catch {
                guard error.code == .tryAgainLater, ContinuousClock.now < end else { throw error }
            }
            try await Task.sleep(for: Limits.folderLockPause)
        }
    }

    deinit { close(descriptor) }

    private static var why: String { String(cString: strerror(errno)) }
}

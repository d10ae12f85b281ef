import Foundation
import Glibc

/// When unreachable objects of a repository were last removed: the time of change of a file, which
/// survives restarts. All methods block.
struct PruneMark: Sendable {
    private let file: String

    init(path: String) { file = path + "/objects/info/livetree-pruned" }

    /// False for a repository that was never looked at: the time starts then.
    func isDue() -> Bool {
        var status = stat()
        guard lstat(file, &status) == 0 else {
            set()
            return false
        }
        return Date().timeIntervalSince1970 - status.modifiedSeconds > Limits.pruneAgeSeconds
    }

    func set() {
        // Without the file the next run starts the time again: nothing goes too early.
        let descriptor = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return }
        futimens(descriptor, nil)
        close(descriptor)
    }
}

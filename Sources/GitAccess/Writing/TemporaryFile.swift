import Glibc

/// A file that is being written beside its final place, and is removed if it never gets there.
///
/// Its name starts with `tmp_`, as those of git: what a killed process leaves is swept at boot.
final class TemporaryFile {
    private let path: String
    private let descriptor: Int32
    private var isPlaced = false
    /// Bytes in the file.
    private(set) var size = 0

    /// Creates `<folder>/tmp_<kind>_XXXXXX`.
    init(in folder: String, kind: String) throws(GitError) {
        var template = Array("\(folder)/tmp_\(kind)_XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        self.descriptor = descriptor
        guard descriptor >= 0 else {
            isPlaced = true
            throw FileSystem.failure("open", path)
        }
        // Glibc's mkostemp is not imported. A child started in between inherits the descriptor,
        // which keeps nobody from using the file.
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if !isPlaced { unlink(path) }
    }

    func write(_ bytes: [UInt8]) throws(GitError) {
        let failed = bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count, let start = buffer.baseAddress {
                let count = Glibc.write(descriptor, start + done, buffer.count - done)
                if count < 0, errno == EINTR { continue }
                if count < 0 { return true }
                done += count
            }
            return false
        }
        guard !failed else { throw FileSystem.failure("write", path) }
        size += bytes.count
    }

    /// Sets the time of change, in seconds since 1970.
    func setTime(_ seconds: Double) throws(GitError) {
        let time = timespec(
            tv_sec: Int(seconds), tv_nsec: Int((seconds - seconds.rounded(.down)) * 1e9))
        guard futimens(descriptor, [time, time]) == 0 else {
            throw FileSystem.failure("futimens", path)
        }
    }

    /// Makes the content durable and the file read-only for everybody.
    func finish() throws(GitError) {
        guard fchmod(descriptor, 0o444) == 0 else { throw FileSystem.failure("fchmod", path) }
        guard fsync(descriptor) == 0 else { throw FileSystem.failure("fsync", path) }
    }

    /// Gives the file its name; the name is not durable yet.
    func place(at target: String) throws(GitError) {
        guard rename(path, target) == 0 else { throw FileSystem.failure("rename", target) }
        isPlaced = true
    }
}

import Glibc

/// The output of a command that may outlive the server: a pipe would break with its reader.
struct OutputFile: Sendable {
    let path: String

    /// Makes the file, empty; every write appends. Nil: it cannot be made.
    func create() -> Int32? {
        let flags = O_WRONLY | O_APPEND | O_CREAT | O_TRUNC | O_CLOEXEC
        let descriptor = open(path, flags, 0o600)
        return descriptor >= 0 ? descriptor : nil
    }

    /// Gives back the space of all but the newest bytes, once there are many. The command's
    /// own position does not change, so nothing is lost at the end.
    func trim() {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0,
            Int64(status.st_blocks) * 512 > Limits.outputFileBytes
        else { return }
        let length = status.st_size - off_t(Limits.outputBytes)
        // A file system that cannot is left to its own limits.
        _ = fallocate(
            descriptor, Int32(FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE), 0, length)
    }

    /// The newest bytes; empty when there is no file.
    func tail() -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        let size = lseek(descriptor, 0, SEEK_END)
        var bytes = [UInt8](repeating: 0, count: min(max(0, Int(size)), Limits.outputBytes))
        let count = bytes.count
        let got = bytes.withUnsafeMutableBytes {
            pread(descriptor, $0.baseAddress, count, size - off_t(count))
        }
        return String(decoding: bytes.prefix(max(0, got)), as: UTF8.self)
    }

    func remove() { unlink(path) }
}

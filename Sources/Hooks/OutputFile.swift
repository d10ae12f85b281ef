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

    /// Empties the file once it is large; returns its newest bytes then. What is written in the
    /// meantime may be missing between those and what comes after.
    func trim() -> [UInt8]? {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard lseek(descriptor, 0, SEEK_END) > Limits.outputFileBytes else { return nil }
        let newest = tail()
        // The command's writes append, so they go on at the new end.
        return ftruncate(descriptor, 0) == 0 ? newest : nil
    }

    /// The newest bytes; empty when there is no file.
    func tail() -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        let size = lseek(descriptor, 0, SEEK_END)
        var bytes = [UInt8](repeating: 0, count: min(max(0, Int(size)), Limits.outputBytes))
        let count = bytes.count
        let got = bytes.withUnsafeMutableBytes {
            pread(descriptor, $0.baseAddress, count, size - off_t(count))
        }
        return Array(bytes.prefix(max(0, got)))
    }

    func remove() { unlink(path) }
}

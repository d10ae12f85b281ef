import Glibc

/// The file of the ledger: whole lines are appended and synchronised, or it is replaced whole by
/// an atomic rename. Every call blocks.
struct LedgerFile: Sendable {
    /// The folder, made when missing.
    let folder: String
    var path: String { folder + "/jobs.jsonl" }

    /// What the file held, its torn last line cut off; empty when there is no file.
    func read() throws(LedgerError) -> [UInt8] {
        try makeFolder()
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return [] }
            throw failure("open")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure("stat") }
        guard status.st_size <= Limits.ledgerBytes else {
            throw LedgerError(description: "\(path) has \(status.st_size) bytes, which is too many")
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var count = 0
        while count < bytes.count {
            let got = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress! + count, $0.count - count)
            }
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw failure("read") }
            if got == 0 { break }
            count += got
        }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    /// Appends lines and synchronises them; returns the file's new size. What could be written
    /// of them when that fails is taken back as far as possible.
    func append(_ lines: [UInt8]) throws(LedgerError) -> Int {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("open") }
        defer { close(descriptor) }
        let size = lseek(descriptor, 0, SEEK_END)
        do throws(LedgerError) {
            try write(lines, to: descriptor)
            if size == 0 { try synchronizeFolder() }
        } catch {
            ftruncate(descriptor, max(0, size))
            throw error
        }
        return Int(size) + lines.count
    }

    /// Puts other content in the file's place.
    func replace(with lines: [UInt8]) throws(LedgerError) {
        try makeFolder()
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("open") }
        defer { close(descriptor) }
        do throws(LedgerError) {
            try write(lines, to: descriptor)
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else { throw failure("rename") }
        try synchronizeFolder()
    }

    /// Moves the file out of the way, under a name that is free; returns that name.
    func setAside() throws(LedgerError) -> String {
        for number in 1...1000 {
            let target = "\(path).damaged-\(number)"
            // Unlike a rename, a link never replaces what is there.
            if link(path, target) == 0 {
                guard unlink(path) == 0 else { throw failure("unlink") }
                return target
            }
            guard errno == EEXIST else { throw failure("link") }
        }
        throw LedgerError(description: "too many damaged ledgers beside \(path)")
    }

    private func makeFolder() throws(LedgerError) {
        var end = folder.startIndex
        while end < folder.endIndex {
            end = folder[folder.index(after: end)...].firstIndex(of: "/") ?? folder.endIndex
            if mkdir(String(folder[..<end]), 0o700) != 0, errno != EEXIST {
                // A parent that is there but may not be written to is no failure.
                var status = stat()
                guard stat(String(folder[..<end]), &status) == 0 else { throw failure("mkdir") }
            }
        }
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) throws(LedgerError) {
        var count = 0
        while count < bytes.count {
            let put = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress! + count, $0.count - count)
            }
            if put < 0 && errno == EINTR { continue }
            guard put >= 0 else { throw failure("write") }
            count += put
        }
        guard fdatasync(descriptor) == 0 else { throw failure("fdatasync") }
    }

    private func synchronizeFolder() throws(LedgerError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("fsync") }
    }

    private func failure(_ call: String) -> LedgerError {
        LedgerError(description: "\(call) \(path): \(String(cString: strerror(errno)))")
    }
}

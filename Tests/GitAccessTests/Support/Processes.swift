import Glibc

/// Looks at processes by number.
enum Processes {
    /// Whether the process still runs; one that has ended and waits for its parent does not.
    static func isRunning(_ process: Int32) -> Bool {
        guard let file = fopen("/proc/\(process)/stat", "r") else { return false }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = fread(&bytes, 1, bytes.count, file)
        let text = String(decoding: bytes.prefix(count), as: UTF8.self)
        guard let name = text.lastIndex(of: ")") else { return false }
        return !text[name...].dropFirst(2).hasPrefix("Z")
    }

    /// Whether all of them end within two seconds: SIGKILL works soon, not at once.
    static func allEnd(_ processes: [Int32]) async throws -> Bool {
        let end = ContinuousClock.now + .seconds(2)
        while processes.contains(where: isRunning) {
            if ContinuousClock.now > end { return false }
            try await Task.sleep(for: .milliseconds(10))
        }
        return true
    }
}
